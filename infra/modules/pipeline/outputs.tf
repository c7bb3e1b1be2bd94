output "pipeline_name" {
  description = "Name of the pipeline."
  value       = aws_codepipeline.this.name
}

output "pipeline_arn" {
  description = "ARN of the pipeline."
  value       = local.pipeline_arn
}

output "approval_stage" {
  description = "Name of the stage that waits for approval; null without one."
  value       = var.approval == null ? null : local.approval_stage
}

output "approval_action" {
  description = "Name of the action that waits for approval; null without one."
  value       = var.approval == null ? null : local.approval_action
}

output "approval_action_arn" {
  description = "ARN of that action: what codepipeline:PutApprovalResult is allowed on. Null without one."
  value       = var.approval == null ? null : "${local.pipeline_arn}/${local.approval_stage}/${local.approval_action}"
}

output "resolve_project_name" {
  description = "Name of the CodeBuild project that resolves a tag."
  value       = aws_codebuild_project.resolve.name
}

output "deploy_project_names" {
  description = "Names of the CodeBuild projects that deploy, by stage: staging and, if there is one, production."
  value       = { for stage, project in aws_codebuild_project.deploy : stage => project.name }
}

output "deploy_project_role_arns" {
  description = "ARNs of the roles that the deploy roles of the environments must trust, by stage: staging and, if there is one, production."
  value       = { for stage, role in aws_iam_role.deploy : stage => role.arn }
}
