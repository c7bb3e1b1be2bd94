mock_resource "aws_fis_experiment_template" {
  defaults = {
    id = "EXTmockmockmock"
  }
}
