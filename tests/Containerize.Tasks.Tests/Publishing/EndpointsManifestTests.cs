using System.Text;
using Containerize.Describing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class EndpointsManifestTests
{
    [Fact]
    public void Static_assets_get_the_time_that_files_have_in_the_image()
    {
        var json = Encoding.ASCII.GetBytes("""[{"Name":"Last-Modified","Value":"Tue, 24 Nov 2026 20:00:00 GMT"},{"Name":"ETag","Value":"\"x\""},{"Name":"Last-Modified","Value":"Mon, 01 Jan 2024 00:00:00 GMT"}]""");

        EndpointsManifest.Fix(json);

        Encoding.ASCII.GetString(json).ShouldBe("""[{"Name":"Last-Modified","Value":"Wed, 02 Jan 1980 00:00:00 GMT"},{"Name":"ETag","Value":"\"x\""},{"Name":"Last-Modified","Value":"Wed, 02 Jan 1980 00:00:00 GMT"}]""");
    }
}
