locals {
  vanity_functions   = ["vanity-convert", "vanity-lookup", "synthetic-probe"]
  approval_functions = ["approval-request", "approval-decision", "approval-sweep"]
}

module "artifacts" {
  source = "../artifact-ref"

  bucket    = var.artifact_bucket
  release   = { sha = var.release.sha, artifacts = var.release.artifacts }
  functions = concat(local.vanity_functions, var.approvals == null ? [] : local.approval_functions)
}
