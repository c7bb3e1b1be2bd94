variable "bucket" {
  description = "Name of the artifact bucket."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "Give the name of the artifact bucket, without s3://."
  }
}

variable "release" {
  description = "What is deployed: the commit (40 hexadecimal digits), where its zips are (`lambda`, or `candidate` before the merge) and, by function, the base64 SHA-256 digest of its zip, as in the release manifest."
  type = object({
    sha       = string
    prefix    = optional(string, "lambda")
    artifacts = map(object({ code_sha256 = string }))
  })
  nullable = false

  validation {
    condition     = can(regex("^[0-9a-f]{40}$", var.release.sha))
    error_message = "release.sha must be the full commit id: 40 lower-case hexadecimal digits. The bucket has no keys with short ids."
  }

  validation {
    condition     = contains(["lambda", "candidate"], var.release.prefix)
    error_message = "release.prefix is lambda or candidate."
  }

  validation {
    condition     = alltrue([for artifact in values(var.release.artifacts) : can(regex("^[A-Za-z0-9+/]{43}=$", artifact.code_sha256))])
    error_message = "Every code_sha256 must be a SHA-256 digest in base64 (44 characters that end with =), as Lambda's CodeSha256; not hexadecimal."
  }
}

variable "functions" {
  description = "Functions that the configuration deploys, such as vanity-convert."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for name in var.functions : can(regex("^[a-z][a-z0-9-]*[a-z0-9]$", name))])
    error_message = "Name functions with lower-case letters, digits and hyphens."
  }

  validation {
    condition     = length(setsubtract(var.functions, keys(var.release.artifacts))) == 0
    error_message = "Release ${var.release.sha} has no artifact for ${join(", ", setsubtract(var.functions, keys(var.release.artifacts)))}. Deploy a commit that builds them."
  }
}
