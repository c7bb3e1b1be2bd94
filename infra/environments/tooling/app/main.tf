# Found by name: the platform root made it.
data "aws_kms_alias" "switchboard" {
  name = "alias/switchboard"
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

module "guard" {
  source = "../../../modules/guard"

  environment       = "tooling"
  account_id        = var.account_id
  actual_account_id = data.aws_caller_identity.current.account_id
  expected_region   = var.region
  actual_region     = data.aws_region.current.region
  release_sha       = var.release.sha
  release_tag       = var.release.tag
  release_prefix    = var.release.prefix
}

module "tags" {
  source = "../../../modules/tags"

  environment = "tooling"
  owner       = var.owner
  cost_center = var.cost_center
  repository  = var.repository
}
