data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

module "guard" {
  source = "../../../modules/guard"

  environment       = var.environment
  account_id        = var.account_id
  actual_account_id = data.aws_caller_identity.current.account_id
  expected_region   = var.region
  actual_region     = data.aws_region.current.region
}

module "tags" {
  source = "../../../modules/tags"

  environment = var.environment
  owner       = var.owner
  cost_center = var.cost_center
  repository  = var.repository
}

module "platform" {
  source = "../../../modules/platform"

  connect = var.connect
}
