print("no example yet")
