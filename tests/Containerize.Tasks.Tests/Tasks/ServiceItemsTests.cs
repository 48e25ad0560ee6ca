using System.Text.Json;
using Containerize.Composing;
using Containerize.Oci;
using Containerize.Tasks;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

public sealed class ServiceItemsTests
{
    [Fact]
    public void A_service_comes_through_MSBuild_as_it_was()
    {
        var service = new ComposeService
        {
            Name = "shop",
            Project = "/a;b/100%41/Shop.csproj",
            ContextFolder = "/a;b",
            Dockerfile = "/a;b/$(C)/Dockerfile",
            Image = "acme/shop:1",
            Platform = "linux/arm64",
            Ports = ["8080/tcp", "53/udp"],
            Environment = [new("EMPTY", ""), new("ODD", "a;b=c%3B $(D) @(E) 'f' \"g\"  ")],
            Volumes = ["/data"],
            Secrets = ["FEED_TOKEN"],
            HealthCheck = new HealthCheck(["curl", "", "a;b"]) { Interval = TimeSpan.FromSeconds(90), Retries = 3 },
        };

        var item = ServiceItems.Create(service, "/a;b/compose.yaml");
        var read = ServiceItems.Read(item);

        ServiceItems.ComposeFileOf(item).ShouldBe("/a;b/compose.yaml");
        JsonSerializer.Serialize(read).ShouldBe(JsonSerializer.Serialize(service));
    }

    [Fact]
    public void What_a_service_does_not_say_stays_unsaid()
    {
        var service = new ComposeService { Name = "s", Project = "/p", ContextFolder = "/", Dockerfile = "/d", Image = "s:1" };

        var read = ServiceItems.Read(ServiceItems.Create(service, "/compose.yaml"));

        (read.Platform, read.HealthCheck, read.Ports.Count, read.Environment.Count, read.Volumes.Count).ShouldBe((null, null, 0, 0, 0));
        ServiceItems.Read(ServiceItems.Create(service with { HealthCheck = new HealthCheck([]) }, "/c")).HealthCheck!.Command.ShouldBeEmpty();
    }
}
