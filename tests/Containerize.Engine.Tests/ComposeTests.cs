using System.Text.Json.Nodes;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>What docker compose makes of a generated file: that of the solution whose text the tests of the SDK hold to be what is generated.</summary>
public sealed class ComposeTests
{
    private static readonly string Golden = Path.Join(PackedPackage.RepositoryRoot, "tests", "Containerize.TestKit", "Compose", "Store.compose.yaml");

    [LabFact]
    public async Task Compose_takes_the_file_and_reads_what_was_meant()
    {
        using var folder = TestWorkspace.Create("store");
        folder.Write("compose.yaml", await File.ReadAllTextAsync(Golden, TestContext.Current.CancellationToken));
        // Beside it, as people have it.
        folder.Write("compose.override.yaml", "services:\n  shop:\n    depends_on: [orders]\n");

        var result = await Command.TryRunAsync(TheLab.NewProgram("docker"), ["compose", "config", "--format", "json"], folder.Root);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
        var config = JsonNode.Parse(result.Output)!;
        var shop = config["services"]!["shop"]!;
        // It doubles what it has read again.
        Text(shop["environment"]!["Shop__Motto"]).Replace("$$", "$", StringComparison.Ordinal).ShouldBe("only $5: #1; ${now}  ");
        Text(shop["environment"]!["EMPTY"]).ShouldBe("yes");
        Text(shop["environment"]!["QUOTED"]).ShouldBe("say \"hi\" \\ 'there'");
        Text(shop["build"]!["context"]).ShouldBe(folder.Root);
        Text(shop["build"]!["secrets"]![0]!["source"]).ShouldBe("NuGetPackageSourceCredentials_inside");
        shop["healthcheck"]!["test"]!.AsArray().Select(Text).ShouldBe(["CMD", "dotnet", "/app/Shop.dll", "--health"]);
        Text(shop["healthcheck"]!["interval"]).ShouldBe("1m30s");
        shop["ports"]!.AsArray().Select(port => $"{Text(port!["published"])}:{port["target"]}/{Text(port["protocol"])}").ShouldBe(["8080:8080/tcp", "9090:9090/udp"]);
        Text(shop["volumes"]![0]!["source"]).ShouldBe("shop-data");
        Text(config["services"]!["site"]!["ports"]![0]!["published"]).ShouldBe("8081");
        Text(config["secrets"]!["NuGetPackageSourceCredentials_inside"]!["environment"]).ShouldBe("NuGetPackageSourceCredentials_inside");
        config["services"]!.AsObject().Select(service => service.Key).ShouldBe(["orders", "shop", "site"]);
    }

    private static string Text(JsonNode? node) => (string)node!;
}
