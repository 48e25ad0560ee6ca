using Containerize.Describing;
using Containerize.Describing.Secrets;
using Containerize.Diagnostics;
using Containerize.Generating;
using Containerize.Layering;
using Containerize.Layers;
using Containerize.Storage;
using Containerize.Tests.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Secrets;

public sealed class SecretScanTests : IDisposable
{
    private const string Code = "CTZ5012: ";

    private readonly TemporaryFolder folder = new();
    private readonly RecordingLog log = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_secret_is_a_warning_and_is_itself_in_no_line()
    {
        await using var bench = await WithSecretAsync();

        await bench.PublishAsync();

        bench.Log.Lines.Where(line => line.StartsWith(Code, StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldStartWith($"{Code}Looking for secrets: /app/appsettings.json has a connection string with a password in line 3, and whoever gets the image can read it.");
        bench.Log.Lines.ShouldNotContain(line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task As_an_error_it_keeps_anything_from_being_sent()
    {
        await using var bench = await WithSecretAsync();
        bench.Write("wwwroot/.env", "A=1");

        var failure = await Should.ThrowAsync<ContainerizeException>(
            () => bench.PublishAsync(definition => definition with { SecretScan = new SecretScanChoice(SecretScanMode.Error, []) }));

        failure.Code.ShouldBe(ErrorCodes.SecretInImage);
        failure.Message.ShouldContain("/app/wwwroot/.env is a file of variables");
        failure.Place.ShouldNotBeNull().Line.ShouldBe(0);
        bench.Log.Lines.ShouldContain(line => line.StartsWith($"error {Code}", StringComparison.Ordinal) && line.Contains("/app/appsettings.json", StringComparison.Ordinal));
        bench.Registry.Requests.All.ShouldNotContain(request => request.Method == "POST" || request.Method == "PUT");
    }

    [Fact]
    public async Task Turned_off_nothing_is_told()
    {
        await using var bench = await WithSecretAsync();

        await bench.PublishAsync(definition => definition with { SecretScan = new SecretScanChoice(SecretScanMode.Off, []), Environment = [new("DB_PASSWORD", "hunter2")] });

        bench.Log.Lines.ShouldNotContain(line => line.Contains(Code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_tells_of_it_as_well()
    {
        await using var bench = await WithSecretAsync();

        await bench.PlanAsync(bench.Definition());

        bench.Log.Lines.Count(line => line.StartsWith(Code, StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Several_platforms_tell_of_it_once()
    {
        folder.Write("one/.env", "A=1");
        folder.Write("two/.env", "A=1");
        var one = Definition() with { Environment = [new("DB_PASSWORD", "hunter2")] };

        new SecretScan(log).Run([(one, [FileAt("one/.env", ".env")]), (one, [FileAt("one/.env", ".env")]), (one, [FileAt("two/.env", ".env")])]);

        log.Lines.Count.ShouldBe(2);
    }

    [Fact]
    public void The_Dockerfiles_publish_step_tells_of_it()
    {
        folder.Write("publish/Shop.dll", "app");
        folder.Write("publish/cert.pfx", "x");

        new LayerFolders(folder.At("layers"), log).Write(
            Definition() with { PublishDirectory = folder.At("publish") }, [], TestContext.Current.CancellationToken);

        log.Lines.ShouldContain(line => line.StartsWith($"{Code}Looking for secrets: /app/cert.pfx is a store of private keys, and", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DB_PASSWORD", "hunter2", "the variable DB_PASSWORD is named like a secret and has a value")]
    [InlineData("ConnectionStrings__Shop", "Server=db;Password=hunter2", "the variable ConnectionStrings__Shop holds a connection string with a password")]
    [InlineData("BROKER", "amqp://shop:hunter2@rabbit", "the variable BROKER holds an address with a password")]
    public void Variables_with_secrets(string name, string value, string expected)
    {
        Scan(definition => definition with { Environment = [new(name, value)] });

        log.Lines.ShouldHaveSingleItem().ShouldStartWith($"{Code}Looking for secrets: {expected}, and whoever gets the image can read it. Give it to the container");
        log.Lines.ShouldNotContain(line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DB_PASSWORD", "")]
    [InlineData("DB_PASSWORD", "$DB_PASSWORD")]
    [InlineData("DB_PASSWORD", "changeme")]
    [InlineData("DB_PASSWORD_FILE", "/run/secrets/db")]
    [InlineData("DB_PASSWORD", "/run/secrets/db")]
    [InlineData("REQUIRE_TOKEN", "true")]
    [InlineData("USE_API_KEY", "1")]
    [InlineData("ConnectionStrings__Shop", "Server=db;Integrated Security=true")]
    [InlineData("ConnectionStrings__Redis", "cache:6379")]
    [InlineData("ASPNETCORE_URLS", "http://+:8080")]
    public void Variables_without(string name, string value)
    {
        Scan(definition => definition with { Environment = [new(name, value)] });

        log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Labels_annotations_and_commands_are_looked_at()
    {
        Scan(definition => definition with
        {
            Labels = [new("org.opencontainers.image.source", "https://ci:hunter2@git.example/shop")],
            Annotations = [new("com.example.token", "abc123")],
            IndexAnnotations = [new("com.example.token", "abc123")],
            CommandLine = new CommandLine { AppCommand = ["dotnet", "/app/Shop.dll"], DefaultArgs = ["--db", "Server=db;Password=hunter2"] },
        });

        log.Lines.Select(line => line[(Code + "Looking for secrets: ").Length..].Split(',')[0]).ShouldBe(
        [
            "the label org.opencontainers.image.source holds an address with a password",
            "the annotation com.example.token is named like a secret and has a value",
            "the command ContainerDefaultArgs holds a connection string with a password",
        ]);
    }

    [Theory]
    [InlineData("certs/*.pfx", "DB_*")]
    [InlineData("/app/certs/dev.pfx", "DB_PASSWORD")]
    public void What_is_meant_to_be_there_is_allowed_by_name(string path, string name)
    {
        var definition = Definition() with { Environment = [new("DB_PASSWORD", "hunter2")], SecretScan = new SecretScanChoice(SecretScanMode.Error, [path, name]) };

        new SecretScan(log).Run([(definition, [new PublishedFile("certs/dev.pfx", "/x", 1, Executable: false, new FileOrigin.Content())])]);

        log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void What_packages_bring_is_not_looked_at()
    {
        PublishedFile[] files =
        [
            new("test.pfx", "/x", 1, Executable: false, new FileOrigin.Package("A", "1.0.0")),
            new("link.pfx", "/x", 0, Executable: false, new FileOrigin.App()) { LinkTarget = "other" },
        ];

        new SecretScan(log).Run([(Definition(), files)]);

        log.Lines.ShouldBeEmpty();
    }

    /// <summary>On Linux, where the system tells what was written to.</summary>
    [Fact]
    public void What_did_not_change_is_not_read_again_and_told_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems do not tell when a file was last changed.");
        folder.Write("a.json", "\nServer=db;Password=hunter2");
        folder.Write("b.json", "{}");
        PublishedFile[] files = [FileAt("a.json", "a.json"), FileAt("b.json", "b.json")];
        var store = new ContentStore(folder.At("cache"));
        var reads = 0;

        Run();
        reads.ShouldBe(2);
        Run();
        reads.ShouldBe(2);
        log.Lines.Count.ShouldBe(2);
        log.Lines.Distinct().ShouldHaveSingleItem().ShouldContain("line 2");

        folder.Write("b.json", "[]");
        Run();
        reads.ShouldBe(4);

        void Run() => new SecretScan(log, new SecretNotes(store, new Later(), new FileStates()), path =>
        {
            reads++;
            return SecretFile.Read(path);
        }).Run([(Definition(), files)]);
    }

    /// <summary>Many are read on several threads, in any order.</summary>
    [Fact]
    public void Of_many_files_secrets_are_told_in_the_order_of_the_files()
    {
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"{i:00}.json")];
        foreach (var name in names)
        {
            folder.Write(name, $"{new string('x', 40_000)}\nServer=db;Password={name}");
        }

        new SecretScan(log).Run([(Definition(), [.. names.Select(name => FileAt(name, name))])]);

        log.Lines.Select(line => names.Single(name => line.Contains($"/{name} ", StringComparison.Ordinal))).ShouldBe(names);
    }

    [Fact]
    public void No_note_holds_a_secret()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems do not tell when a file was last changed.");
        folder.Write("a.json", "Server=db;Password=hunter2");

        new SecretScan(log, new SecretNotes(new ContentStore(folder.At("cache")), new Later(), new FileStates())).Run([(Definition(), [FileAt("a.json", "a.json")])]);

        var note = folder.Files().Single(file => file.StartsWith("cache/secrets/", StringComparison.Ordinal));
        File.ReadAllText(folder.At(note)).ShouldBe("1\n0 1 ConnectionPassword");
    }

    [Fact]
    public void A_note_that_is_damaged_or_of_other_rules_is_none()
    {
        var store = new ContentStore(folder.At("cache"));
        var notes = new SecretNotes(store, TimeProvider.System, new FileStates());

        foreach (var text in new[] { "0", "1\n0 1", "1\n7 1 Token", "1\n0 x Token", "1\n0 1 Telepathy", "1\n0 1 99" })
        {
            store.TryWriteNote(NoteKind.Secrets, "key", text);
            notes.Find("key", files: 1).ShouldBeNull(text);
        }
    }

    [Fact]
    public void The_place_is_the_file_that_people_edit_as_long_as_it_is_the_same()
    {
        folder.Write("src/a.config", "\n\nServer=db;Password=hunter2");
        folder.Write("publish/a.config", "\n\nServer=db;Password=hunter2");
        var definition = Definition() with
        {
            Provenance = new From(folder.At("src/a.config")),
            SecretScan = new SecretScanChoice(SecretScanMode.Error, []),
        };

        PlaceOf().ShouldBe(new SourcePlace(folder.At("src/a.config"), 3));
        folder.Write("src/a.config", "changed since");
        PlaceOf().ShouldBe(new SourcePlace(folder.At("publish/a.config"), 3));

        SourcePlace? PlaceOf() => Should.Throw<ContainerizeException>(() => new SecretScan(log).Run([(definition, [FileAt("publish/a.config", "a.config")])])).Place;
    }

    private static ImageDefinition Definition() => SomeImage.Definition();

    private static async Task<PublishBench> WithSecretAsync()
    {
        var bench = await PublishBench.StartAsync();
        bench.Write("appsettings.json", "{\n  \"ConnectionStrings\": {\n    \"Shop\": \"Server=db;User Id=sa;Password=hunter2\"\n  }\n}\n");
        return bench;
    }

    private void Scan(Func<ImageDefinition, ImageDefinition> change) => new SecretScan(log).Run([(change(Definition()), [])]);

    private PublishedFile FileAt(string path, string relative)
        => new(relative, folder.At(path), new FileInfo(folder.At(path)).Length, Executable: false, new FileOrigin.Content());

    /// <summary>Late enough that files have settled.</summary>
    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddMinutes(1);
    }

    private sealed class From(string source) : IFileProvenance
    {
        public FileOrigin OriginOf(string relativePath) => new FileOrigin.Content();

        public bool ChangesWithApp(string relativePath) => false;

        public string? SourceOf(string relativePath) => source;
    }
}
