using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>Images in engines of both generations: found and run by the names that people type, and not loaded twice.</summary>
public sealed class EngineGenerationTests(EngineGenerationTests.Greeter app) : IClassFixture<EngineGenerationTests.Greeter>
{
    private const string Two = "-p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\"";

    [RanInto("the engine finds no image", "a publish into Docker with containerd's image store (the default since Docker 29), then docker run shop", "the image carries the name that the store looks up, and runs by the short one; the second publish is unchanged")]
    [LabTheory]
    [MemberData(nameof(LabEngine.All), MemberType = typeof(LabEngine))]
    public async Task An_image_runs_by_its_short_name_is_not_loaded_twice_and_an_edit_takes_its_place(string engineName)
    {
        var engine = LabEngine.Named(engineName);
        var (shop, theirs) = ($"shop{Unique()}", $"acme/shop{Unique()}");
        var first = await app.PublishAsync(engine, shop, "latest", "hello");

        first.Image.Destination.ShouldBe(engine.LocalRegistry);
        first.Image.References.ShouldBe([$"{shop}:latest"]);
        first.Result.Text.ShouldContain($"App -> {shop}:latest ");
        (await engine.RunImageAsync(shop)).ShouldBe("hello");
        (await engine.ImageAsync($"docker.io/library/{shop}:latest")).ShouldNotBeNull();
        // podman's list shows full names.
        var listed = (await engine.RunAsync("images", "--format", "{{.Repository}}:{{.Tag}}")).Split('\n').Where(line => line.Contains(shop, StringComparison.Ordinal));
        listed.ShouldBe([engine.IsDocker ? $"{shop}:latest" : $"docker.io/library/{shop}:latest"]);

        (await app.PublishAsync(engine, shop, "latest", "hello")).Image.Unchanged.ShouldBeTrue();

        await app.PublishAsync(engine, theirs, "1", "hello");
        (await engine.RunImageAsync($"{theirs}:1")).ShouldBe("hello");

        (await app.PublishAsync(engine, shop, "latest", "edited")).Image.Unchanged.ShouldBeFalse();
        (await engine.RunImageAsync(shop)).ShouldBe("edited");
    }

    [RanInto("an index goes into the engine", "two platforms and an engine whose store can hold them (Docker on containerd's, podman)", "both are there under the one name; the machine's runs, and a second publish is unchanged")]
    [LabTheory]
    [MemberData(nameof(LabEngine.All), MemberType = typeof(LabEngine))]
    public async Task Several_platforms_go_in_whole_where_the_store_can_hold_them(string engineName)
    {
        var engine = LabEngine.Named(engineName);
        var repository = $"both{Unique()}";

        var first = await app.PublishAsync(engine, repository, "latest", "hello", Two);

        (await engine.ArchitecturesAsync(repository)).ShouldBe(engine.TakesIndexes ? ["amd64", "arm64"] : ["amd64"]);
        first.Result.Text.Contains("takes one platform at a time", StringComparison.Ordinal).ShouldBe(!engine.TakesIndexes);
        (await engine.RunImageAsync(repository)).ShouldBe("hello");

        (await app.PublishAsync(engine, repository, "latest", "hello", Two)).Image.Unchanged.ShouldBeTrue();

        // One takes the place of both.
        await app.PublishAsync(engine, repository, "latest", "alone");
        (await engine.RunImageAsync(repository)).ShouldBe("alone");
    }

    [RanInto("an index goes into the engine", "podman image prune removed the images of a list, which have no names, and left the list", "the next publish loads them again")]
    [LabTheory]
    [InlineData(LabEngine.Podman4)]
    [InlineData(LabEngine.Podman5)]
    public async Task An_image_of_a_list_that_somebody_removed_is_loaded_again(string engineName)
    {
        var engine = LabEngine.Named(engineName);
        var repository = $"pruned{Unique()}";
        await app.PublishAsync(engine, repository, "latest", "of a list", Two);
        var image = (string)(await engine.ImageAsync(repository)).ShouldNotBeNull()["Id"]!;
        await engine.RunAsync("rmi", "--force", image);

        (await app.PublishAsync(engine, repository, "latest", "of a list", Two)).Image.Unchanged.ShouldBeFalse();

        ((string)(await engine.ImageAsync(repository)).ShouldNotBeNull()["Id"]!).ShouldBe(image);
        (await app.PublishAsync(engine, repository, "latest", "of a list", Two)).Image.Unchanged.ShouldBeTrue();
    }

    [LabTheory]
    [InlineData(LabEngine.Podman4)]
    [InlineData(LabEngine.Podman5)]
    public async Task What_podman_built_under_the_short_name_does_not_stay_in_front(string engineName)
    {
        var engine = LabEngine.Named(engineName);
        var (repository, older) = ($"shadow{Unique()}", $"older{Unique()}");
        await app.PublishAsync(engine, older, "latest", "old");
        await engine.RunAsync("tag", older, $"localhost/{repository}:latest");

        await app.PublishAsync(engine, repository, "latest", "new");

        (await engine.RunImageAsync(repository)).ShouldBe("new");
        (await app.PublishAsync(engine, repository, "latest", "new")).Image.Unchanged.ShouldBeTrue();
    }

    [RanInto("docker is podman in disguise", "a publish where docker is the package podman-docker", "podman is recognized by what it says of itself; the image is there, and a second publish is unchanged")]
    [LabTheory]
    [InlineData(LabEngine.Podman4)]
    [InlineData(LabEngine.Podman5)]
    public async Task A_docker_that_is_podman_in_disguise_works(string engineName)
    {
        var engine = LabEngine.Named(engineName);
        using var disguise = TestWorkspace.Create();
        await WriteProgramAsync(disguise.PathOf("docker"), $"echo 'Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.' >&2\nexec {engine.Program} \"$@\"");
        var environment = new Dictionary<string, string?>(engine.Environment, StringComparer.Ordinal) { ["PATH"] = TheLab.SearchPathFrom(disguise.Root) };
        var repository = $"disguised{Unique()}";
        string[] more = engine.IsNew ? [Two] : [];

        // Nobody names it: docker is asked first.
        var first = await app.PublishAsync(environment, repository, "latest", "hello", more);

        first.Result.Warnings.ShouldBeEmpty();
        first.Image.Destination.ShouldBe("docker");
        (await engine.RunImageAsync(repository)).ShouldBe("hello");
        (await app.PublishAsync(environment, repository, "latest", "hello", more)).Image.Unchanged.ShouldBeTrue();
    }

    [RanInto("an engine of another name or place", "LocalRegistry with the path of a program like docker; docker in a folder that is not on an IDE's PATH", "the program is found and used")]
    [LabTheory]
    [InlineData(LabEngine.Docker20)]
    [InlineData(LabEngine.Docker28)]
    [InlineData(LabEngine.Podman5)]
    public async Task LocalRegistry_takes_the_path_of_a_program_like_docker(string engineName)
    {
        var engine = LabEngine.Named(engineName);
        using var elsewhere = TestWorkspace.Create("with a space");
        var program = elsewhere.PathOf("acme-engine");
        await WriteProgramAsync(program, $"exec {engine.Program} \"$@\"");
        var environment = new Dictionary<string, string?>(engine.Environment, StringComparer.Ordinal) { ["PATH"] = Environment.GetEnvironmentVariable("PATH") };
        var repository = $"elsewhere{Unique()}";

        var publication = await app.PublishAsync(environment, repository, "latest", "hello", $"-p:LocalRegistry={program}");

        publication.Image.Destination.ShouldBe("acme-engine");
        (await engine.RunImageAsync(repository)).ShouldBe("hello");
        (await app.PublishAsync(environment, repository, "latest", "hello", $"-p:LocalRegistry={program}")).Image.Unchanged.ShouldBeTrue();
    }

    [RanInto("another engine than one thinks", "docker is installed and stopped, podman answers", "the image goes to podman with a warning, which a terminal shows")]
    [LabFact]
    public async Task Falling_back_from_docker_to_podman_is_a_warning()
    {
        var engine = LabEngine.Named(LabEngine.Podman4);

        var publication = await app.PublishAsync(engine.Environment, $"fallen{Unique()}", "latest", "hello");

        publication.Image.Destination.ShouldBe("podman");
        var warning = publication.Result.Warnings.ShouldHaveSingleItem();
        warning.Code.ShouldBe("CTZ4006");
        warning.Text.ShouldContain("LocalRegistry");
    }

    [LabFact]
    public async Task Crane_validates_what_a_registry_got()
    {
        var crane = TheLab.NewProgram("crane");
        foreach (var more in (string[][])[[], [Two]])
        {
            var repository = TheLab.NewName("validated");
            (await app.PublishAsync([], repository, "latest", "hello", [$"-p:ContainerRegistry={TheLab.Registry}", .. more])).Result.ShouldSucceed();

            (await Command.TryRunAsync(crane, ["validate", "--remote", $"{TheLab.Registry}/{repository}:latest"])).ShouldSatisfyAllConditions(
                result => result.Output.ShouldStartWith("PASS"),
                result => result.ExitCode.ShouldBe(0));
        }
    }

    private static async Task WriteProgramAsync(string path, string script)
    {
        await File.WriteAllTextAsync(path, "#!/bin/sh\n" + script + "\n", TestContext.Current.CancellationToken);
        await Command.RunAsync("chmod", ["700", path]);
    }

    private static string Unique() => Guid.NewGuid().ToString("N")[..12];

    /// <summary>A program that says what its one line was edited to.</summary>
    public sealed class Greeter : IDisposable
    {
        private readonly TestWorkspace workspace = TestWorkspace.Create().WithPackage();
        private readonly Sample sample;
        private string? built;

        public Greeter()
        {
            workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version).Save();
            sample = Sample.In(workspace, "App");
        }

        internal Task<Publication> PublishAsync(LabEngine engine, string repository, string tag, string greeting, params string[] more)
            => PublishAsync(engine.Environment, repository, tag, greeting, [$"-p:LocalRegistry={engine.LocalRegistry}", .. more]);

        internal async Task<Publication> PublishAsync(Dictionary<string, string?> environment, string repository, string tag, string greeting, params string[] more)
        {
            await File.WriteAllTextAsync(sample.PathOf("Program.cs"), $"System.Console.WriteLine(\"{greeting}\");", TestContext.Current.CancellationToken);
            var publication = await sample.PublishAsync([.. HelloWeb.Named(repository), $"-p:ContainerImageTag={tag}", .. more], environment, rebuild: built != greeting);
            built = greeting;
            publication.Result.ShouldSucceed();
            return publication;
        }

        public void Dispose() => workspace.Dispose();
    }
}
