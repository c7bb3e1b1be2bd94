locals {
  vanity_functions   = ["vanity-convert", "vanity-lookup", "synthetic-probe"]
  approval_functions = ["approval-request", "approval-decision", "approval-sweep"]
  function_names     = concat(local.vanity_functions, var.approvals == null ? [] : local.approval_functions)
}

module "artifacts" {
  source = "../artifact-ref"

  bucket    = var.artifact_bucket
  release   = { sha = var.release.sha, prefix = var.release.prefix, artifacts = var.release.artifacts }
  functions = local.function_names
}
