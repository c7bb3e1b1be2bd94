output "api_endpoint" {
  description = "Address of the HTTP API."
  value       = module.http_api.endpoint
}

output "api_domain_target" {
  description = "Target of the DNS record for the API's own domain; null without one."
  value       = module.http_api.domain_target
}

output "api_certificate_validation_record" {
  description = "The DNS record that ACM waits for, where the hosted zone is not managed here; null otherwise."
  value       = module.http_api.certificate_validation_record
}

output "contact_flow_id" {
  description = "Id of the contact flow that callers reach."
  value       = module.contact_flows.contact_flow_id
}

output "deployments" {
  description = "What a deployment needs of each function: name, alias, published version, CodeDeploy application and deployment group, and the function that tries the version before callers meet it."
  value       = local.deployments
}

output "approvals_url" {
  description = "Address of the function behind the approval links: the base URL unless a domain is used. Null without approvals."
  value       = try(module.approvals[0].function_url, null)
}

output "approvals_topic_arn" {
  description = "Topic for the pipelines' approval actions; null without approvals."
  value       = try(module.approvals[0].topic_arn, null)
}

output "approvals_dkim_tokens" {
  description = "The three tokens of the DKIM records that the sender's domain needs; null without approvals."
  value       = try(module.approvals[0].dkim_tokens, null)
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard."
  value       = module.observability.dashboard_name
}

output "alarm_topic_arn" {
  description = "Topic that alarms are sent to."
  value       = module.observability.alarm_topic_arn
}

output "experiment_template_ids" {
  description = "Ids of the fault injection experiments, by function and fault; null where there are none."
  value       = one(module.chaos[*].experiment_template_ids)
}
