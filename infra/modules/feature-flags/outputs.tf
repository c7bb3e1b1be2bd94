output "application_id" {
  description = "Id of the AppConfig application."
  value       = aws_appconfig_application.this.id
}

output "environment_id" {
  description = "Id of the AppConfig environment."
  value       = aws_appconfig_environment.this.environment_id
}

output "configuration_profile_id" {
  description = "Id of the configuration profile that holds the flags."
  value       = aws_appconfig_configuration_profile.flags.configuration_profile_id
}

output "configuration_arn" {
  description = "ARN that a reader needs appconfig:StartConfigurationSession and appconfig:GetLatestConfiguration on, in addition to kms:Decrypt on the key."
  value       = "${aws_appconfig_environment.this.arn}/configuration/${aws_appconfig_configuration_profile.flags.configuration_profile_id}"
}

output "configuration_version" {
  description = "Version of the flags that is deployed."
  value       = aws_appconfig_hosted_configuration_version.flags.version_number
}

output "flags_on" {
  description = "Keys of the flags that are on."
  value       = sort([for key, flag in var.flags : key if flag.enabled])
}
