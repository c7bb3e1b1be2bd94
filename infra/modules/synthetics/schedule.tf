module "schedule" {
  source = "../schedule"

  name                  = var.name
  description           = "Runs the probe."
  schedule_expression   = var.schedule
  target_alias_arn      = module.probe.alias_arn
  input                 = jsonencode({ source = "switchboard.schedule" })
  dead_letter_queue_arn = module.probe.failure_queue_arn

  # The next run is a minute later; a late run would only report the past.
  retry_policy = { maximum_event_age_seconds = 60, maximum_attempts = 2 }

  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.kms_key_arn
}
