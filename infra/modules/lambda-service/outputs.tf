output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "function_arn" {
  description = "ARN of the function without a version. Callers use alias_arn."
  value       = aws_lambda_function.this.arn
}

output "version" {
  description = "Latest published version: what the pipeline is to deploy, not what is live."
  value       = aws_lambda_function.this.version
}

output "alias_name" {
  description = "Name of the alias that callers reach."
  value       = aws_lambda_alias.live.name

  # Callers write permissions, and Lambda takes one change of a function at a time.
  depends_on = [aws_lambda_function_event_invoke_config.live]
}

output "alias_arn" {
  description = "ARN of the alias that callers reach."
  value       = aws_lambda_alias.live.arn

  depends_on = [aws_lambda_function_event_invoke_config.live]
}

output "alias_invoke_arn" {
  description = "ARN by which API Gateway invokes the alias."
  value       = aws_lambda_alias.live.invoke_arn

  depends_on = [aws_lambda_function_event_invoke_config.live]
}

output "role_arn" {
  description = "ARN of the role that the function runs as."
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the role that the function runs as."
  value       = aws_iam_role.this.name
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "log_group_arn" {
  description = "ARN of the function's log group, without :*."
  value       = aws_cloudwatch_log_group.this.arn
}

output "codedeploy_app_name" {
  description = "Name of the CodeDeploy application."
  value       = aws_codedeploy_app.this.name
}

output "deployment_group_name" {
  description = "Name of the deployment group, unique within the application."
  value       = aws_codedeploy_deployment_group.live.deployment_group_name
}

output "deployment_group_arn" {
  description = "ARN of the deployment group, for the policy of the role that starts deployments."
  value       = aws_codedeploy_deployment_group.live.arn
}

output "deployment_role_name" {
  description = "Name of the role that CodeDeploy moves the alias as. A pipeline that hands over its AppSpec through S3 adds a statement for reading it."
  value       = aws_iam_role.deployment.name
}

output "before_allow_traffic" {
  description = "Name of the function that tries a new version before callers meet it; null if nothing tries it. The deployment's AppSpec file names it as its hook."
  value       = var.deployment.before_allow_traffic
}

output "alarm_names" {
  description = "Names of the alarms on the alias: errors, throttles, duration."
  value       = local.own_alarms[*].alarm_name
}

output "alarm_arns" {
  description = "ARNs of the alarms, in the order of alarm_names."
  value       = local.own_alarms[*].arn
}

output "failure_queue_arn" {
  description = "ARN of the queue of events that failed for good; null unless asynchronous."
  value       = one(aws_sqs_queue.failures[*].arn)
}

output "failure_queue_name" {
  description = "Name of the queue of events that failed for good; null unless asynchronous."
  value       = one(aws_sqs_queue.failures[*].name)
}
