# The approvals that guard Switchboard's own pipeline. They live beside it, because only its own account can
# put a result on a pipeline.

module "artifacts" {
  source = "../../../modules/artifact-ref"

  bucket    = var.artifact_bucket
  release   = { sha = var.release.sha, prefix = var.release.prefix, artifacts = var.release.artifacts }
  functions = concat(local.approval_functions, [local.probe])
}

module "approvals" {
  source = "../../../modules/approvals"

  name          = "release-approvals"
  artifacts     = module.artifacts.artifacts
  sender        = var.approvals.sender
  sender_domain = var.approvals.sender_domain
  base_url      = var.approvals.base_url
  brand         = var.approvals.brand
  # By name: the pipeline is given the topic of this module.
  publisher_role_arns    = ["arn:${local.partition}:iam::${var.account_id}:role/${local.pipeline}-pipeline"]
  manage_sender_identity = var.approvals.manage_sender_identity
  reserved_concurrency   = var.approvals.reserved_concurrency
  deployment             = { config_name = var.deployment_config_name, before_allow_traffic = local.probe }
  pipelines = {
    (local.pipeline) = {
      stage             = module.pipeline.approval_stage
      action            = module.pipeline.approval_action
      approvers         = var.approvals.approvers
      approvals_needed  = var.approvals.approvals_needed
      rejections_needed = var.approvals.rejections_needed
      staging_hosts     = [regex("^https://([^/]+)", var.approvals.review_url)[0]]
      notes_hosts       = var.approvals.notes_hosts
      author_domains    = var.approvals.author_domains
      contact           = var.approvals.contact

      decide_within_minutes = var.approvals.decide_within_minutes
    }
  }

  permissions_boundary_arn = local.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = [module.observability.alarm_topic_arn]
}

# Nobody calls here. It opens the page of a link that nobody has, and tries new versions before approvers meet them.
module "synthetics" {
  source = "../../../modules/synthetics"

  name             = "synthetic-probe"
  artifact         = module.artifacts.artifacts[local.probe]
  api_endpoint     = null
  convert_function = null
  phone_number     = null
  # Without its own address approval-decision does not start, and has no page.
  approvals_url        = module.approvals.is_open ? module.approvals.function_url : null
  tried_functions      = concat(local.approval_functions, [local.probe])
  failure_alarm_name   = "synthetic-probe-unhealthy"
  reserved_concurrency = 6
  deployment           = { config_name = var.deployment_config_name, before_allow_traffic = local.probe }

  permissions_boundary_arn = local.permissions_boundary_arn
  kms_key_arn              = local.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = [module.observability.alarm_topic_arn]
}

locals {
  # By name: the approval functions name the probe as their hook, and the probe opens a page of theirs.
  probe              = "synthetic-probe"
  approval_functions = ["approval-request", "approval-decision", "approval-sweep"]

  functions = merge(module.approvals.functions, { (local.probe) = module.synthetics })
}
