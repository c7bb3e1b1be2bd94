provider "aws" {
  region = "us-east-1"

  # Literal, so that neither a variable nor credentials can point a plan at another account.
  allowed_account_ids = ["222233334444"]

  default_tags {
    tags = module.tags.tags
  }
}
