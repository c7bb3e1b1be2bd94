environment = "uat"
region      = "us-east-1"
