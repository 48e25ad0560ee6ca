using Containerize.Composing;
using Containerize.Diagnostics;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Composing;

/// <summary>Where a compose file is left as it is, and why.</summary>
public sealed class ComposeFaultTests : IDisposable
{
    private readonly ComposeBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("compose.yaml", "compose.yaml: what is there was not generated")]
    [InlineData("compose.yml", "compose.yml beside it, which would no longer be used, was not generated")]
    [InlineData("docker-compose.yml", "docker-compose.yml beside it, which would no longer be used, was not generated")]
    public void A_file_that_somebody_wrote_stays_and_stays_in_use(string name, string why)
    {
        bench.Put(name, "services: {}\n");

        Fail(ErrorCodes.ComposeNotOurs, () => bench.Write(bench.Web("shop"))).ShouldContain(why);

        bench.Files().Where(file => !file.EndsWith(".csproj", StringComparison.Ordinal)).ShouldBe([name]);
    }

    [Fact]
    public void A_file_that_was_generated_under_another_name_may_have_others_beside_it()
    {
        bench.Put("compose.yaml", "include: [compose.images.yaml]\n");
        var path = Path.Join(Path.GetDirectoryName(bench.Path), "compose.images.yaml");

        new ComposeWriting(path).Write([bench.Web("shop")], []).Changed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("services:\n", "services:\n\n  db:\n    image: postgres\n", "db:")]
    [InlineData("# >>> custom: top", "networks:\n  back:\n# >>> custom: top", "networks:")]
    [InlineData("  # >>> custom: volumes", "  other-data:\n  # >>> custom: volumes", "other-data:")]
    [InlineData("services:\n", "x-common: &common\n  restart: always\nservices:\n", "x-common: &common")]
    public void What_stands_outside_of_the_regions_would_be_lost(string at, string instead, string line)
    {
        var shop = bench.Web("shop") with { Volumes = ["/data"] };
        bench.Write(shop);
        File.WriteAllText(bench.Path, bench.Text.Replace(at, instead, StringComparison.Ordinal));
        var before = bench.Text;

        Fail(ErrorCodes.DockerfileNotWritten, () => bench.Write(shop with { Image = "shop:2" })).ShouldContain($"'{line}' is not of Containerize");

        bench.Text.ShouldBe(before);
    }

    [Fact]
    public void A_region_that_has_no_end_is_an_error()
    {
        bench.Write(bench.Web("shop"));
        File.WriteAllText(bench.Path, bench.Text.Replace("    # <<< custom: services.shop\n", "    restart: always\n", StringComparison.Ordinal));

        Fail(ErrorCodes.DockerfileNotWritten, () => bench.Write(bench.Web("shop"))).ShouldContain("the custom region 'services.shop' has no end");
    }

    [Fact]
    public void Own_lines_of_a_service_that_is_gone_would_be_lost()
    {
        bench.Write(bench.Web("api"), bench.Web("shop"));
        bench.Edit("services.shop", "    restart: always");
        bench.Delete("src/shop/shop.csproj");

        Fail(ErrorCodes.DockerfileNotWritten, () => bench.Write(bench.Web("api"))).ShouldContain("the custom region 'services.shop' has no place");
    }

    [Fact]
    public void A_key_that_the_file_has_as_well_is_an_error()
    {
        bench.Write(bench.Web("shop"));
        bench.Edit("top", "volumes:", "  mine:");
        bench.Write(bench.Web("shop")).ShouldBeFalse();

        Fail(ErrorCodes.DockerfileNotWritten, () => bench.Write(bench.Web("shop") with { Volumes = ["/data"] }))
            .ShouldContain("the custom region 'top' has the key 'volumes'");
    }

    [Fact]
    public void Two_projects_cannot_be_one_service()
    {
        Fail(ErrorCodes.ServiceNameTaken, () => bench.Write(bench.Web("shop"), bench.Web("shop", "other/Shop.csproj")))
            .ShouldContain("other/Shop.csproj and src/shop/shop.csproj would both be the service 'shop'");
        bench.Files().ShouldNotContain("compose.yaml");

        bench.Write(bench.Web("shop"));
        Fail(ErrorCodes.ServiceNameTaken, () => bench.Write(bench.Web("shop", "other/Shop.csproj")));
    }

    [Fact]
    public void A_service_of_the_users_own_cannot_have_the_name_of_a_project()
    {
        bench.Write(bench.Web("shop"));
        bench.Edit("services", "  api:", "    image: api");

        Fail(ErrorCodes.ServiceNameTaken, () => bench.Write(bench.Web("api"))).ShouldContain("the service 'api' of src/api/api.csproj stands in the custom region");
    }

    [Fact]
    public void A_verification_tells_of_a_file_that_is_missing_or_another_and_writes_nothing()
    {
        Fail(ErrorCodes.ComposeDrifted, () => bench.Verify(bench.Web("shop"))).ShouldContain("it does not exist");
        bench.Files().ShouldNotContain("compose.yaml");

        bench.Write(bench.Web("shop"));
        var before = bench.Text;
        Fail(ErrorCodes.ComposeDrifted, () => bench.Verify(bench.Web("shop") with { Image = "shop:2" })).ShouldContain("line 10 is not what the projects say");
        bench.Text.ShouldBe(before);
    }

    private static string Fail(ErrorCode code, Action act)
    {
        var fault = Should.Throw<ContainerizeException>(act);
        fault.Code.ShouldBe(code, fault.Message);
        return fault.Message;
    }
}
