data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

# The platform root created these. They are found by name, so the two roots share no state.
data "aws_kms_alias" "switchboard" {
  name = "alias/switchboard"
}

data "aws_connect_instance" "this" {
  instance_alias = var.connect_alias
}

data "aws_ssm_parameter" "phone_number_id" {
  name = "/switchboard/connect/phone-number-id"
}

module "guard" {
  source = "../../../modules/guard"

  environment       = var.environment
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

  environment = var.environment
  owner       = var.owner
  cost_center = var.cost_center
  repository  = var.repository
}

module "app" {
  source = "../../../modules/app"

  environment = {
    name                           = module.guard.environment
    is_production                  = module.guard.is_production
    allows_chaos                   = module.guard.allows_chaos
    allows_console_changes         = module.guard.allows_console_changes
    allows_self_signed_certificate = module.guard.allows_self_signed_certificate
  }
  platform = {
    kms_key_arn          = data.aws_kms_alias.switchboard.target_key_arn
    connect_instance_id  = data.aws_connect_instance.this.id
    connect_instance_arn = data.aws_connect_instance.this.arn
    phone_number_id      = data.aws_ssm_parameter.phone_number_id.insecure_value
  }
  permissions_boundary_arn = "arn:${data.aws_partition.current.partition}:iam::${var.account_id}:policy/switchboard-boundary"

  release                       = var.release
  artifact_bucket               = var.artifact_bucket
  deployment_config_name        = var.deployment_config_name
  log_retention_days            = var.log_retention_days
  reserved_concurrency          = var.reserved_concurrency
  vanity_numbers_retention_days = var.vanity_numbers_retention_days
  api                           = var.api
  self_signed_private_key_pem   = var.self_signed_private_key_pem
  contact_flow                  = var.contact_flow
  hours                         = var.hours
  administrator                 = var.administrator
  synthetic_phone_number        = var.synthetic_phone_number
  alarm_emails                  = var.alarm_emails
  approvals                     = var.approvals
  feature_flags                 = var.feature_flags
  released_flags                = var.released_flags
  chaos                         = var.chaos
  delivery_bus_arn              = var.delivery_bus_arn
}
