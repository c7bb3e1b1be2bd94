provider "aws" {
  region = "us-east-1"

  # Literal, so that neither a variable nor credentials can point a plan at another account.
  allowed_account_ids = ["111122223333"]

  default_tags {
    tags = module.tags.tags
  }
}
