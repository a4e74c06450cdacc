print("cqlpage")
