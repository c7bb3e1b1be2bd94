module "approvals" {
  source = "../approvals"
  count  = var.approvals == null ? 0 : 1

  name                   = "release-approvals"
  artifacts              = module.artifacts.artifacts
  pipelines              = var.approvals.pipelines
  sender                 = var.approvals.sender
  sender_domain          = var.approvals.sender_domain
  manage_sender_identity = var.approvals.manage_sender_identity
  base_url               = var.approvals.base_url
  brand                  = var.approvals.brand
  retention_days         = var.approvals.retention_days
  delivery               = var.approvals.delivery
  reserved_concurrency   = var.approvals.reserved_concurrency
  deployment             = { config_name = var.deployment_config_name, before_allow_traffic = local.probe }

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.platform.kms_key_arn
  log_retention_days       = var.log_retention_days
  alarm_actions            = [module.observability.alarm_topic_arn]
}
