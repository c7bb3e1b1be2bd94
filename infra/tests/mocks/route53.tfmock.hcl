mock_resource "aws_route53_record" {
  defaults = {
    id   = "Z0123456789ABCDEFGHIJ_api.example.com_A"
    fqdn = "api.example.com"
  }
}

mock_data "aws_route53_zone" {
  defaults = {
    id      = "Z0123456789ABCDEFGHIJ"
    zone_id = "Z0123456789ABCDEFGHIJ"
    arn     = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"
  }
}
