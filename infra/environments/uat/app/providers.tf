provider "aws" {
  region = "us-east-1"

  # Literal, so that no variable and no credentials can lead a plan into another account.
  allowed_account_ids = ["555566667777"]

  default_tags {
    tags = module.tags.tags
  }
}
