locals {
  pipeline                 = "switchboard"
  candidate_pipeline       = "switchboard-candidate"
  partition                = data.aws_partition.current.partition
  kms_key_arn              = data.aws_kms_alias.switchboard.target_key_arn
  permissions_boundary_arn = "arn:${local.partition}:iam::${var.account_id}:policy/switchboard-boundary"
  stages = {
    for environment in ["uat", "prod"] : environment => {
      environment     = environment
      account_id      = var.environment_accounts[environment]
      deploy_role_arn = "arn:${local.partition}:iam::${var.environment_accounts[environment]}:role/switchboard-deploy"
    }
  }
}

# Releases: uat, then an approval, then prod.
module "pipeline" {
  source = "../../../modules/pipeline"

  name                 = local.pipeline
  tag_patterns         = ["v*"]
  connection_arn       = var.connection_arn
  repository           = var.repository
  artifact_bucket_name = var.artifact_bucket
  artifact_bucket_arn  = "arn:${local.partition}:s3:::${var.artifact_bucket}"
  staging              = local.stages["uat"]
  production           = local.stages["prod"]
  deployment_window    = var.deployment_window
  terraform            = var.terraform
  alarm_actions        = [module.observability.alarm_topic_arn]
  approval = {
    topic_arn       = module.approvals.topic_arn
    timeout_minutes = var.approvals.timeout_minutes
    review_url      = var.approvals.review_url
  }

  permissions_boundary_arn = local.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
}

# Candidates: uat, and no further.
module "candidate_pipeline" {
  source = "../../../modules/pipeline"

  name                 = local.candidate_pipeline
  tag_patterns         = ["rc-*"]
  connection_arn       = var.connection_arn
  repository           = var.repository
  artifact_bucket_name = var.artifact_bucket
  artifact_bucket_arn  = "arn:${local.partition}:s3:::${var.artifact_bucket}"
  staging              = local.stages["uat"]
  terraform            = var.terraform
  alarm_actions        = [module.observability.alarm_topic_arn]

  permissions_boundary_arn = local.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
}

module "delivery_metrics" {
  source = "../../../modules/delivery-metrics"

  name               = "switchboard-delivery"
  source_account_ids = values(var.environment_accounts)
  kms_key_arn        = local.kms_key_arn
  log_retention_days = var.log_retention_days
  alarm_actions      = [module.observability.alarm_topic_arn]
}

module "observability" {
  source = "../../../modules/observability"

  name = "switchboard"
  functions = {
    for name, function in local.functions : name => {
      function_name  = function.function_name
      alias_name     = function.alias_name
      log_group_name = function.log_group_name
    }
  }
  failure_queues = compact([for function in local.functions : function.failure_queue_name])
  table_names    = [module.approvals.table_name]
  approvals      = { mail_feedback = module.approvals.mail_feedback }
  alarm_emails   = var.alarm_emails
  kms_key_arn    = local.kms_key_arn
}
