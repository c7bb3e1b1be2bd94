resource "aws_appconfig_environment" "this" {
  application_id = aws_appconfig_application.this.id
  name           = var.environment
  description    = "Flags of the environment ${var.environment}."

  dynamic "monitor" {
    for_each = var.alarm_arns
    content {
      alarm_arn      = monitor.value
      alarm_role_arn = aws_iam_role.alarm_reader[0].arn
    }
  }

  # With no permission to read its alarms, AppConfig refuses the environment.
  depends_on = [aws_iam_role_policy.alarm_reader]
}

resource "aws_appconfig_deployment_strategy" "gradual" {
  name                           = "${var.name}-${var.environment}-gradual"
  description                    = "${var.rollout.step_percent}% at a time over ${var.rollout.minutes} minutes, then watched for ${var.rollout.bake_minutes} minutes."
  growth_type                    = "LINEAR"
  growth_factor                  = var.rollout.step_percent
  deployment_duration_in_minutes = var.rollout.minutes
  final_bake_time_in_minutes     = var.rollout.bake_minutes
  replicate_to                   = "NONE"
}

resource "aws_appconfig_deployment" "flags" {
  application_id           = aws_appconfig_application.this.id
  environment_id           = aws_appconfig_environment.this.environment_id
  configuration_profile_id = aws_appconfig_configuration_profile.flags.configuration_profile_id
  configuration_version    = tostring(aws_appconfig_hosted_configuration_version.flags.version_number)
  deployment_strategy_id   = aws_appconfig_deployment_strategy.gradual.id
  kms_key_identifier       = var.kms_key_arn
  description              = "From Terraform."
}
