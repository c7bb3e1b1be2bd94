provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Project     = "switchboard"
      Environment = var.environment
      Owner       = var.owner
      CostCenter  = var.cost_center
      Repository  = var.github_repository
      ManagedBy   = "terraform"
    }
  }
}
