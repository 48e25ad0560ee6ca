using System.Text.Json;
using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>A solution of several services on one base, published in one command: what goes over the wire to docker-registry.</summary>
public sealed class SolutionTrafficTests : IDisposable
{
    private static readonly string[] Services = ["One", "Two", "Three", "Four"];

    private readonly TestWorkspace workspace = TestWorkspace.Create().WithPackage();
    private readonly string prefix = TheLab.NewName("solution");

    public void Dispose() => workspace.Dispose();

    [RanInto("layers that services have in common", "a solution of several services on one base: each sent the same layers into its own repository", "sent once; the registry mounts them into the other repositories")]
    [LabTheory]
    [InlineData("-m:1")]
    [InlineData("-m:2")]
    [InlineData("-mt")]
    public async Task Services_of_a_solution_look_at_their_base_once_and_send_what_they_have_in_common_once(string nodes)
    {
        await using var registry = await OwnRegistry.StartAsync();
        Write();

        var cold = await registry.Log.DuringAsync(() => PublishAsync(registry, nodes));
        var images = Services.Select(Read).ToArray();
        var unchanged = await registry.Log.DuringAsync(() => PublishAsync(registry, nodes, "--no-restore"));

        cold.Count(IsOfBase).ShouldBe(4, "HEAD of the tag, GET of index, manifest and configuration");
        cold.Count(request => request is { Method: "HEAD" } && IsOfBase(request)).ShouldBe(1);
        var sent = cold.Select(request => request.UploadedBlob).OfType<string>().ToArray();
        sent.ShouldBeUnique();
        foreach (var layer in images.SelectMany(image => image.Layers).GroupBy(layer => layer.Digest))
        {
            var ofBase = layer.First().Class == "base";
            layer.Count(each => each.Outcome == "uploaded").ShouldBe(ofBase ? 0 : 1, layer.First().Class);
            layer.Count(each => each.Outcome == "mounted").ShouldBe(layer.Count() - (ofBase ? 0 : 1), layer.First().Class);
        }

        // Serilog's and the library; each has an app of its own, and one has another package.
        images.SelectMany(image => image.OwnLayers).GroupBy(layer => layer.Digest).Count(layer => layer.Count() == Services.Length).ShouldBeGreaterThanOrEqualTo(3);
        images.Sum(image => image.Requests).ShouldBe(cold.Count);

        unchanged.Where(request => request.Path != "/v2/").Select(request => request.Method).Order(StringComparer.Ordinal).ShouldBe(["GET", "GET", "GET", "GET", "HEAD"]);
        unchanged.Count(request => request.Path == "/v2/").ShouldBeLessThanOrEqualTo(2, "one greeting in each process");
        Services.Select(Read).ShouldAllBe(image => image.Unchanged);
        await CheckAsync(registry);
    }

    private static bool IsOfBase(AccessLine request) => request.Path.StartsWith("/v2/dotnet/", StringComparison.Ordinal);

    private void Write()
    {
        workspace.Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup><ContainerizeLayering>fine</ContainerizeLayering></PropertyGroup>
              <ItemGroup><PackageReference Include="{PackedPackage.Name}" Version="{PackedPackage.Version}" PrivateAssets="all" /></ItemGroup>
            </Project>
            """);
        var library = workspace.Library().Save();
        foreach (var name in Services)
        {
            var service = workspace.Web(name).ItemProjectReference(library).ItemPackageReference("Serilog.AspNetCore", "10.0.0");
            (name == Services[^1] ? service.ItemPackageReference("Dapper", "2.1.86") : service).ItemPackageReference("YamlDotNet", "18.1.0").Save();
        }

        workspace.Write("All.slnx", $"""
            <Solution>
              <Project Path="Shared/Shared.csproj" />
            {string.Join(Environment.NewLine, Services.Select(name => $"""  <Project Path="{name}/{name}.csproj" />"""))}
            </Solution>
            """);
    }

    private async Task PublishAsync(OwnRegistry registry, params string[] arguments)
    {
        string[] image = ["-p:ContainerImage=true", $"-p:ContainerRegistry={registry.Address}", $"-p:ContainerRepositoryPrefix={prefix}", $"-p:ContainerizeBaseRegistry={registry.Address}"];
        (await workspace.Dotnet.RunAsync(["publish", workspace.PathOf("All.slnx"), .. image, .. arguments], TestContext.Current.CancellationToken)).ShouldSucceed();
    }

    private PublishedImage Read(string service)
    {
        var path = Directory.EnumerateFiles(workspace.PathOf($"{service}/obj"), "image.json", SearchOption.AllDirectories).Single();
        return JsonSerializer.Deserialize<PublishedImage>(File.ReadAllText(path), JsonSerializerOptions.Web)!;
    }

    private async Task CheckAsync(OwnRegistry registry)
    {
        foreach (var service in Services)
        {
            (await registry.Content.PullAsync($"{prefix}/{service.ToLowerInvariant()}")).ShouldBeSound();
        }

        await using var container = await WebContainer.StartAsync($"{registry.Address}/{prefix}/four:latest");
        using var answer = await container.GetAsync("/", TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }
}
