environment = "sandbox"
region      = "us-east-1"
