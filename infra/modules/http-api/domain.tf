locals {
  has_domain      = var.domain != null
  has_self_signed = try(var.domain.self_signed, null) != null
  has_mutual_tls  = try(var.domain.mutual_tls, null) != null
  has_hosted_zone = try(var.domain.hosted_zone_id, null) != null
  has_issued      = local.has_domain && (!local.has_self_signed || local.has_mutual_tls)

  # A client that trusts only Amazon's roots, such as the probe, cannot call such a domain. So API Gateway's own name
  # stays open, with the same authorisation. With mutual TLS it must not, because it requires no client certificate.
  has_only_self_signed = local.has_self_signed && !local.has_mutual_tls

  certificate_arn   = try(aws_acm_certificate.self_signed[0].arn, aws_acm_certificate_validation.issued[0].certificate_arn, null)
  validation_record = try(one(aws_acm_certificate.issued[0].domain_validation_options), null)
}

# What clients see, unless the certificate is self-signed. With mutual TLS and a certificate that was
# imported, API Gateway also requires one of ACM, as proof of ownership of the domain.
resource "aws_acm_certificate" "issued" {
  count = local.has_issued ? 1 : 0

  domain_name       = var.domain.name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  count = local.has_issued && local.has_hosted_zone ? 1 : 0

  zone_id = var.domain.hosted_zone_id
  name    = local.validation_record.resource_record_name
  type    = local.validation_record.resource_record_type
  records = [local.validation_record.resource_record_value]
  ttl     = 300

  # A certificate for the same name needs the same record.
  allow_overwrite = true
}

# If DNS is elsewhere, the apply waits here until the record exists.
resource "aws_acm_certificate_validation" "issued" {
  count = local.has_issued ? 1 : 0

  certificate_arn         = aws_acm_certificate.issued[0].arn
  validation_record_fqdns = local.has_hosted_zone ? aws_route53_record.validation[*].fqdn : null
}

resource "aws_acm_certificate" "self_signed" {
  count = local.has_self_signed ? 1 : 0

  certificate_body = var.domain.self_signed.certificate_pem
  private_key_wo   = var.self_signed_private_key_pem

  # The key is in no state, so a change of it is not seen. The certificate changes with it, and stands for it.
  private_key_wo_version = parseint(substr(sha256(var.domain.self_signed.certificate_pem), 0, 7), 16)

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_domain_name" "this" {
  count = local.has_domain ? 1 : 0

  domain_name = var.domain.name

  domain_name_configuration {
    certificate_arn                        = local.certificate_arn
    ownership_verification_certificate_arn = local.has_self_signed && local.has_mutual_tls ? aws_acm_certificate_validation.issued[0].certificate_arn : null
    endpoint_type                          = "REGIONAL"
    security_policy                        = "TLS_1_2"
  }

  dynamic "mutual_tls_authentication" {
    for_each = local.has_mutual_tls ? [var.domain.mutual_tls] : []
    content {
      truststore_uri     = mutual_tls_authentication.value.truststore_uri
      truststore_version = mutual_tls_authentication.value.truststore_version
    }
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count = local.has_domain ? 1 : 0

  api_id      = aws_apigatewayv2_api.this.id
  domain_name = aws_apigatewayv2_domain_name.this[0].id
  stage       = aws_apigatewayv2_stage.this.id
}

resource "aws_route53_record" "api" {
  count = local.has_domain && local.has_hosted_zone ? 1 : 0

  zone_id = var.domain.hosted_zone_id
  name    = var.domain.name
  type    = "A"

  alias {
    name                   = aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].target_domain_name
    zone_id                = aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].hosted_zone_id
    evaluate_target_health = false
  }
}
