using System.Net.Sockets;
using System.Text;
using Containerize.Describing;
using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Oci;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

public sealed class PublishDirectoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_file_is_there_with_its_size_and_its_origin()
    {
        folder.Write("publish/Shop.dll", "12345");
        folder.Write("publish/wwwroot/css/site.css", "body {}");
        folder.Write("publish/.hidden", "h");
        folder.Write("publish/run", "#!/bin/sh");

        var files = Read().OrderBy(f => f.RelativePath, StringComparer.Ordinal).ToArray();

        files.Select(f => f.RelativePath).ShouldBe([".hidden", "Shop.dll", "run", "wwwroot/css/site.css"]);
        files[1].ShouldBe(new PublishedFile("Shop.dll", folder.At("publish/Shop.dll"), 5, Executable: false, new FileOrigin.App()) { ChangesWithApp = true });
        files[2].Executable.ShouldBeTrue();
        files[3].Origin.ShouldBe(new FileOrigin.Content());
        files.Select(f => f.ChangesWithApp).ShouldBe([false, true, false, false]);
    }

    [Theory]
    [InlineData(true, "has no files")]
    [InlineData(false, "does not exist")]
    public void An_empty_or_missing_output_is_an_error_that_says_which(bool exists, string says)
    {
        if (exists)
        {
            Directory.CreateDirectory(folder.At("publish/empty"));
        }

        var failure = Should.Throw<ContainerizeException>(() => Read());
        failure.Code.ShouldBe(ErrorCodes.PublishDirectoryMissing);
        failure.Message.ShouldContain(says);
    }

    [Theory]
    [InlineData(".wh.config", "config is removed")]
    [InlineData("data/.wh..wh..opq", ".wh..opq is removed")]
    [InlineData("data/.wh.folder/a.txt", "folder is removed")]
    [RanInto("names that mean something in a layer", "a published file called .wh.config, which engines take for the removal of config", "error CTZ5009 names it")]
    public void A_file_whose_name_would_remove_another_is_an_error(string path, string says)
    {
        folder.Write("publish/" + path, "content");

        var failure = Should.Throw<ContainerizeException>(() => Read());

        failure.Code.ShouldBe(ErrorCodes.FileUnfit);
        failure.Message.ShouldContain(path);
        failure.Message.ShouldContain(says);
    }

    [Fact]
    [RanInto("what is no file", "a pipe or a socket in the publish folder", "error CTZ5009 names it; nothing waits for somebody to write into it")]
    public void A_socket_or_a_pipe_is_an_error_and_nobody_waits_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what is no file.");
        folder.Write("publish/app.dll", "content");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.At("publish/app.sock")));

        var failure = Should.Throw<ContainerizeException>(() => Read());

        failure.Code.ShouldBe(ErrorCodes.FileUnfit);
        failure.Message.ShouldContain("app.sock is a pipe, a socket or a device");
    }

    [Theory]
    [InlineData("printf x > \"$1/$(printf 'caf\\351')\"")]
    [InlineData("mkdir \"$1/$(printf 'caf\\351')\"; printf x > \"$1/$(printf 'caf\\351')/a\"")]
    [InlineData("mkdir \"$1/real\"; ln -s real \"$1/$(printf 'l\\300\\257n')\"")]
    [InlineData("mkdir \"$1/inner\"; ln -s /etc/hostname \"$1/inner/$(printf 'caf\\351')\"")]
    [InlineData("ln -s nowhere \"$1/$(printf '\\377')\"")]
    [RanInto("names that mean something in a layer", "a file, folder or link whose name is not UTF-8", "error CTZ5009 names it")]
    public void A_name_that_is_not_UTF_8_is_an_error(string make)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no such names.");
        Directory.CreateDirectory(folder.At("publish"));
        folder.RunShell(make, "publish");

        Should.Throw<ContainerizeException>(() => Read()).Code.ShouldBe(ErrorCodes.FileUnfit);

        // .NET cannot name it, so it cannot remove it either.
        folder.RunShell("rm -r \"$1\"/*", "publish");
    }

    [Fact]
    public void A_links_content_goes_into_the_image_under_the_links_name()
    {
        SkipOnWindows();
        folder.Write("elsewhere/real.dat", "real content");
        Link("publish/link.dat", "../elsewhere/real.dat");

        var file = Read().ShouldHaveSingleItem();

        file.RelativePath.ShouldBe("link.dat");
        file.Size.ShouldBe("real content".Length);
        File.ReadAllText(file.Source).ShouldBe("real content");
    }

    [Fact]
    public void A_link_to_a_link_leads_to_the_end()
    {
        SkipOnWindows();
        folder.Write("elsewhere/real.dat", "real");
        Link("elsewhere/middle", "real.dat");
        Link("publish/link.dat", "../elsewhere/middle");

        File.ReadAllText(Read().ShouldHaveSingleItem().Source).ShouldBe("real");
    }

    [Fact]
    public void Files_of_a_linked_folder_are_in_the_image()
    {
        SkipOnWindows();
        folder.Write("elsewhere/a.dat", "a");
        Directory.CreateDirectory(folder.At("publish"));
        Directory.CreateSymbolicLink(folder.At("publish/data"), "../elsewhere");

        Read().ShouldHaveSingleItem().RelativePath.ShouldBe("data/a.dat");
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_an_error_that_names_both_ends()
    {
        SkipOnWindows();
        folder.Write("publish/Shop.dll", "x");
        Link("publish/lost", "nowhere.dat");

        var failure = Should.Throw<ContainerizeException>(() => Read());
        failure.Code.ShouldBe(ErrorCodes.LinkOutside);
        failure.Message.ShouldContain("lost");
        failure.Message.ShouldContain("nowhere.dat");
    }

    [RanInto("links in the publish folder", "a link that leads back to itself, or in a circle", "an error with a code that names both ends")]
    [Theory]
    [InlineData("round")]
    [InlineData("circle")]
    public void A_link_that_never_ends_is_an_error_that_names_both_ends(string target)
    {
        SkipOnWindows();
        folder.Write("publish/Shop.dll", "x");
        Link("publish/round", target);
        Link("publish/circle", "round");

        var failure = Should.Throw<ContainerizeException>(() => Read());
        failure.Code.ShouldBe(ErrorCodes.LinkOutside);
        failure.Message.ShouldContain("circle");
        failure.Message.ShouldContain("round");
    }

    [RanInto("links in the publish folder", "a link to a file or folder inside it, also by its full path", "a link in the image, relative, and the content once")]
    [Theory]
    [InlineData("publish/current", "v1/data.txt", "v1/data.txt")]
    [InlineData("publish/links/current", "../v1", "../v1")]
    [InlineData("publish/links/deep/current", "/v1/data.txt", "../../v1/data.txt")]
    [InlineData("publish/v1/up", "..", "..")]
    public void A_link_that_stays_inside_is_kept_as_a_link(string path, string target, string expected)
    {
        SkipOnWindows();
        folder.Write("publish/v1/data.txt", "data");
        Link(path, target[0] == '/' ? folder.At("publish" + target) : target);

        var files = Read();

        files.Count.ShouldBe(2);
        var link = files.Single(file => file.LinkTarget is not null);
        link.RelativePath.ShouldBe(path["publish/".Length..]);
        link.LinkTarget.ShouldBe(expected);
        link.Size.ShouldBe(0);
    }

    [Fact]
    public void A_folder_that_links_to_its_own_parent_is_read_once()
    {
        SkipOnWindows();
        folder.Write("publish/sub/a.dat", "a");
        Directory.CreateSymbolicLink(folder.At("publish/sub/up"), "..");

        Read().Select(file => file.RelativePath).ShouldBe(["sub/a.dat", "sub/up"]);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../elsewhere")]
    public void A_linked_folder_outside_that_holds_the_link_is_an_error(string target)
    {
        SkipOnWindows();
        folder.Write("publish/Shop.dll", "x");
        folder.Write("elsewhere/a.dat", "a");
        Directory.CreateSymbolicLink(folder.At("elsewhere/back"), "../publish");
        Directory.CreateSymbolicLink(folder.At("publish/out"), target);

        var failure = Should.Throw<ContainerizeException>(() => Read());
        failure.Code.ShouldBe(ErrorCodes.LinkOutside);
        failure.Message.ShouldContain("never end");
    }

    [Fact]
    public void Links_in_a_folder_from_outside_are_followed_since_their_paths_would_lead_elsewhere()
    {
        SkipOnWindows();
        folder.Write("elsewhere/v1/a.dat", "a");
        Directory.CreateSymbolicLink(folder.At("elsewhere/current"), "v1");
        Directory.CreateDirectory(folder.At("publish"));
        Directory.CreateSymbolicLink(folder.At("publish/data"), "../elsewhere");

        Read().ShouldAllBe(file => file.LinkTarget == null);
        Read().Select(file => file.RelativePath).ShouldBe(["data/current/a.dat", "data/v1/a.dat"]);
    }

    [Fact]
    public void Two_names_of_one_file_are_two_files()
    {
        SkipOnWindows();
        var path = folder.Write("publish/a.dat", "same");
        System.Diagnostics.Process.Start("ln", [path, folder.At("publish/b.dat")]).WaitForExit();

        Read().Select(file => (file.RelativePath, file.Size)).ShouldBe([("a.dat", 4), ("b.dat", 4)]);
    }

    [Fact]
    public void What_web_servers_may_serve_is_dated_by_its_content()
    {
        folder.Write("publish/Shop.dll", "x");
        folder.Write("publish/wwwroot/site.css", "body {}");

        Read().Where(file => file.IsDatedByContent).ShouldHaveSingleItem().RelativePath.ShouldBe("wwwroot/site.css");
    }

    [Fact]
    public void The_list_of_static_assets_is_read_from_a_copy_and_the_output_stays_as_it_is()
    {
        const string Written = """{"Name":"Last-Modified","Value":"Tue, 24 Nov 2026 20:00:00 GMT"}""";
        folder.Write("publish/Shop.staticwebassets.endpoints.json", Written);

        var file = Read().ShouldHaveSingleItem();

        File.ReadAllText(file.Source).ShouldBe("""{"Name":"Last-Modified","Value":"Wed, 02 Jan 1980 00:00:00 GMT"}""");
        file.Size.ShouldBe(Written.Length);
        File.ReadAllText(folder.At("publish/Shop.staticwebassets.endpoints.json")).ShouldBe(Written);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"Name":"Last-Modified","Value":"short"}""")]
    [InlineData("""{"Name":"Last-Modified","Value":"Tue, 24 Nov 2026 20:00:00 GMT and more"}""")]
    [InlineData("""{"Name":"Last-Modified","Value":"Tue, 24 Nov 2026 20:00""")]
    [InlineData("""{"Name":"Expires","Value":"Tue, 24 Nov 2026 20:00:00 GMT"}""")]
    public void What_is_no_date_in_that_list_is_left_alone(string json)
    {
        var bytes = Encoding.ASCII.GetBytes(json);

        EndpointsManifest.Fix(bytes);

        Encoding.ASCII.GetString(bytes).ShouldBe(json);
    }

    [Fact]
    public void Two_lists_of_one_name_in_different_folders_stay_two()
    {
        folder.Write("publish/a/S.staticwebassets.endpoints.json", """{"list":"a"}""");
        folder.Write("publish/b/S.staticwebassets.endpoints.json", """{"list":"b"}""");

        var files = Read().OrderBy(f => f.RelativePath, StringComparer.Ordinal);

        files.Select(f => File.ReadAllText(f.Source)).ShouldBe(["""{"list":"a"}""", """{"list":"b"}"""]);
    }

    /// <summary>They are read to see whether they changed; of very many the file system is asked, as of others.</summary>
    [Theory]
    [InlineData(3, 3)]
    [InlineData(65, 0)]
    public void What_targets_write_is_marked_where_it_is_not_much(int files, int marked)
    {
        folder.Write("publish/Shop.dll", "1");
        for (var i = 0; i < files; i++)
        {
            folder.Write($"publish/{i}.written", "1");
        }

        Read().Count(file => file.IsWritten).ShouldBe(marked);
    }

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.At(path))!);
        File.CreateSymbolicLink(folder.At(path), target);
    }

    private IReadOnlyList<PublishedFile> Read() => PublishDirectory.Read(new ImageDefinition
    {
        ProjectName = "Shop",
        ProjectDirectory = folder.Root,
        PublishDirectory = folder.At("publish"),
        IntermediateDirectory = folder.At("obj"),
        BaseImage = null,
        Platform = new Platform("linux", "amd64"),
        Targets = [new ImageTarget(new ImagePlace.Engine(Named: null) { ArchiveInstead = folder.At("shop.tar") }, null, "shop", ["latest"])],
        WorkingDirectory = "/app",
        CommandLine = new CommandLine(),
        Provenance = new Origins(),
    },
    new RecordingLog());

    private sealed class Origins : IFileProvenance
    {
        public FileOrigin OriginOf(string relativePath) => relativePath.StartsWith("wwwroot/", StringComparison.Ordinal) ? new FileOrigin.Content() : new FileOrigin.App();

        public bool ChangesWithApp(string relativePath) => relativePath == "Shop.dll";

        public bool IsWritten(string relativePath) => relativePath.EndsWith(".written", StringComparison.Ordinal);
    }
}
