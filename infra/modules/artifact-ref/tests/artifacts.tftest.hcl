variables {
  bucket    = "example-artifacts"
  functions = ["vanity-convert", "vanity-lookup"]

  release = {
    sha = "0123456789abcdef0123456789abcdef01234567"
    artifacts = {
      vanity-convert  = { code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
      vanity-lookup   = { code_sha256 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" }
      synthetic-probe = { code_sha256 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=" }
    }
  }
}

run "names_the_zips_of_the_functions" {
  assert {
    condition = output.artifacts == {
      vanity-convert = {
        bucket      = "example-artifacts"
        key         = "lambda/0123456789abcdef0123456789abcdef01234567/vanity-convert.zip"
        code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
      }
      vanity-lookup = {
        bucket      = "example-artifacts"
        key         = "lambda/0123456789abcdef0123456789abcdef01234567/vanity-lookup.zip"
        code_sha256 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
      }
    }
    error_message = "Every function that was asked for, and no other, must have its zip and digest by commit."
  }
}

run "names_the_zips_of_a_candidate" {
  variables {
    release = {
      sha       = "0123456789abcdef0123456789abcdef01234567"
      prefix    = "candidate"
      artifacts = { for name in ["vanity-convert", "vanity-lookup"] : name => { code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" } }
    }
  }

  assert {
    condition     = output.artifacts["vanity-lookup"].key == "candidate/0123456789abcdef0123456789abcdef01234567/vanity-lookup.zip"
    error_message = "A candidate's zips have a prefix of their own."
  }
}

run "refuses_another_prefix" {
  command = plan

  variables {
    functions = []
    release   = { sha = "0123456789abcdef0123456789abcdef01234567", prefix = "try", artifacts = {} }
  }

  expect_failures = [var.release]
}

run "refuses_a_function_that_the_release_lacks" {
  command = plan

  variables {
    functions = ["vanity-convert", "approval-sweep"]
  }

  expect_failures = [var.functions]
}

run "refuses_a_function_name_with_a_path" {
  command = plan

  variables {
    functions = ["../vanity-convert"]

    release = {
      sha       = "0123456789abcdef0123456789abcdef01234567"
      artifacts = { "../vanity-convert" = { code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" } }
    }
  }

  expect_failures = [var.functions]
}

run "refuses_a_short_commit" {
  command = plan

  variables {
    functions = []
    release   = { sha = "0123456", artifacts = {} }
  }

  expect_failures = [var.release]
}

run "refuses_a_digest_in_hexadecimal" {
  command = plan

  variables {
    functions = []

    release = {
      sha       = "0123456789abcdef0123456789abcdef01234567"
      artifacts = { vanity-convert = { code_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" } }
    }
  }

  expect_failures = [var.release]
}

run "refuses_a_cut_digest" {
  command = plan

  variables {
    functions = []

    release = {
      sha       = "0123456789abcdef0123456789abcdef01234567"
      artifacts = { vanity-convert = { code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==" } }
    }
  }

  expect_failures = [var.release]
}

run "refuses_a_bucket_address" {
  command = plan

  variables {
    bucket = "s3://example-artifacts"
  }

  expect_failures = [var.bucket]
}
