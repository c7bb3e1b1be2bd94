output "failure_alarm_name" {
  description = "Name of the alarm on the probe's findings. Deployments of the probed functions watch it."
  value       = aws_cloudwatch_metric_alarm.unhealthy.alarm_name
}

output "failure_alarm_arn" {
  description = "ARN of that alarm."
  value       = aws_cloudwatch_metric_alarm.unhealthy.arn
}

output "function_name" {
  description = "Name of the probe."
  value       = module.probe.function_name
}

output "function_arn" {
  description = "ARN of the probe without a version. Callers use alias_arn."
  value       = module.probe.function_arn
}

output "version" {
  description = "Latest published version: what the pipeline is to deploy, not what is live."
  value       = module.probe.version
}

output "alias_name" {
  description = "Name of the alias that the schedule invokes."
  value       = module.probe.alias_name
}

output "alias_arn" {
  description = "ARN of the alias that the schedule invokes, and a smoke test."
  value       = module.probe.alias_arn
}

output "alias_invoke_arn" {
  description = "ARN by which API Gateway would invoke the alias."
  value       = module.probe.alias_invoke_arn
}

output "role_arn" {
  description = "ARN of the role that the probe runs as."
  value       = module.probe.role_arn
}

output "role_name" {
  description = "Name of the role that the probe runs as."
  value       = module.probe.role_name
}

output "log_group_name" {
  description = "Name of the probe's log group."
  value       = module.probe.log_group_name
}

output "log_group_arn" {
  description = "ARN of the probe's log group, without :*."
  value       = module.probe.log_group_arn
}

output "codedeploy_app_name" {
  description = "Name of the CodeDeploy application."
  value       = module.probe.codedeploy_app_name
}

output "deployment_group_name" {
  description = "Name of the deployment group, unique within the application."
  value       = module.probe.deployment_group_name
}

output "deployment_group_arn" {
  description = "ARN of the deployment group, for the policy of the role that starts deployments."
  value       = module.probe.deployment_group_arn
}

output "deployment_role_name" {
  description = "Name of the role that CodeDeploy moves the alias as."
  value       = module.probe.deployment_role_name
}

output "before_allow_traffic" {
  description = "Name of the function that tries a new version of the probe; null if nothing tries it."
  value       = module.probe.before_allow_traffic
}

output "alarm_names" {
  description = "Names of the alarms on the probe's own alias (errors, throttles, duration), without the alarm on its findings."
  value       = module.probe.alarm_names
}

output "alarm_arns" {
  description = "ARNs of the alarms, in the order of alarm_names."
  value       = module.probe.alarm_arns
}

output "failure_queue_arn" {
  description = "ARN of the queue of runs that could not be started, or that failed for good."
  value       = module.probe.failure_queue_arn
}

output "failure_queue_name" {
  description = "Name of the queue of runs that could not be started, or that failed for good."
  value       = module.probe.failure_queue_name
}
