print("nms")
