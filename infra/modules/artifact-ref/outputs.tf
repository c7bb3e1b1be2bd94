output "artifacts" {
  description = "By function: bucket, key and base64 SHA-256 digest of its zip, as the module lambda-service takes it."
  value = { for name in var.functions : name => {
    bucket      = var.bucket
    key         = "${var.release.prefix}/${var.release.sha}/${name}.zip"
    code_sha256 = var.release.artifacts[name].code_sha256
  } }
}
