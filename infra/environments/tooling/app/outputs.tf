output "approvals_url" {
  description = "Address of the function behind the approval links: the base URL unless a domain is used."
  value       = module.approvals.function_url
}

output "approvals_dkim_tokens" {
  description = "The three tokens of the DKIM records that the sender's domain needs."
  value       = module.approvals.dkim_tokens
}

output "pipeline_name" {
  description = "Name of the pipeline that releases Switchboard."
  value       = module.pipeline.pipeline_name
}

output "candidate_pipeline_name" {
  description = "Name of the pipeline that takes candidates to uat."
  value       = module.candidate_pipeline.pipeline_name
}

output "delivery_bus_arn" {
  description = "ARN of the event bus that the environments send their deployments to."
  value       = module.delivery_metrics.bus_arn
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard."
  value       = module.observability.dashboard_name
}

output "deploy_project_role_arns" {
  description = "The roles that deploy uat and prod, by environment, which these accounts must trust: tooling_deploy_role_arns of their bootstrap."
  value = {
    uat  = [module.pipeline.deploy_project_role_arns["staging"], module.candidate_pipeline.deploy_project_role_arns["staging"]]
    prod = [module.pipeline.deploy_project_role_arns["production"]]
  }
}

output "deployments" {
  description = "What a deployment needs of each function: name, alias, published version, CodeDeploy application and deployment group, and the function that tries the version before callers meet it."
  value = {
    for name, function in local.functions : name => {
      function_name    = function.function_name
      alias            = function.alias_name
      version          = function.version
      application      = function.codedeploy_app_name
      deployment_group = function.deployment_group_name

      before_allow_traffic = function.before_allow_traffic
    }
  }
}

output "release" {
  description = "The release that was applied last, for plans that change nothing else."
  value       = var.release

  # An apply that fails half-way keeps the release before.
  depends_on = [module.approvals, module.synthetics]
}
