output "api_endpoint" {
  description = "Address of the HTTP API."
  value       = module.app.api_endpoint
}

output "api_domain_target" {
  description = "Target of the DNS record for the API's own domain; null without one."
  value       = module.app.api_domain_target
}

output "api_certificate_validation_record" {
  description = "The DNS record that ACM waits for, where the hosted zone is not managed here; null otherwise."
  value       = module.app.api_certificate_validation_record
}

output "contact_flow_id" {
  description = "Id of the contact flow that callers reach."
  value       = module.app.contact_flow_id
}

output "deployments" {
  description = "What a deployment needs of each function: name, alias, published version, CodeDeploy application and deployment group."
  value       = module.app.deployments
}

output "approvals_url" {
  description = "Address of the function behind the approval links: the base URL unless a domain is used. Null without approvals."
  value       = module.app.approvals_url
}

output "approvals_topic_arn" {
  description = "Topic for the pipelines' approval actions; null without approvals."
  value       = module.app.approvals_topic_arn
}

output "approvals_dkim_tokens" {
  description = "The three tokens of the DKIM records that the sender's domain needs; null without approvals."
  value       = module.app.approvals_dkim_tokens
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard."
  value       = module.app.dashboard_name
}

output "alarm_topic_arn" {
  description = "Topic that alarms are sent to."
  value       = module.app.alarm_topic_arn
}

output "experiment_template_ids" {
  description = "Ids of the fault injection experiments, by function and fault; null where there are none."
  value       = module.app.experiment_template_ids
}

output "release" {
  description = "The release that was applied last, for plans that change nothing else."
  value       = var.release

  # An apply that fails half-way keeps the release before.
  depends_on = [module.app]
}
