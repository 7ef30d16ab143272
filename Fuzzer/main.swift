print("no fuzzer yet")
