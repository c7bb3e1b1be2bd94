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
}

module "tags" {
  source = "../../../modules/tags"

  environment = "tooling"
  owner       = var.owner
  cost_center = var.cost_center
  repository  = var.repository
}

locals {
  partition    = data.aws_partition.current.partition
  deploy_roles = [for id in values(var.environment_accounts) : "arn:${local.partition}:iam::${id}:role/switchboard-deploy"]
}

module "encryption_key" {
  source = "../../../modules/encryption-key"

  name = "switchboard"
  # Lambda reads a function's zip as whoever creates the function.
  reader_role_arns = local.deploy_roles
}

module "artifact_store" {
  source = "../../../modules/artifact-store"

  name                = var.artifact_bucket
  kms_key_arn         = module.encryption_key.key_arn
  publisher_role_arns = ["arn:${local.partition}:iam::${var.account_id}:role/switchboard-publish"]
  reader_role_arns    = local.deploy_roles
  candidates = {
    publisher_role_arn = "arn:${local.partition}:iam::${var.account_id}:role/switchboard-candidate"
    reader_role_arn    = "arn:${local.partition}:iam::${var.environment_accounts["dev"]}:role/switchboard-deploy"
  }
  log_retention_days = var.log_retention_days
  # What the pipelines pass from stage to stage. A stage that is rolled back needs that of the release before.
  # CodePipeline cuts the name of a folder to 20 characters.
  expiring_prefixes = { for folder in ["switchboard", "switchboard-candidat", "switchboard-candidate"] : "${folder}/" => 400 }
}
