using Containerize.Dockerfiles;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class DockerfileRulesTests
{
    private static readonly Instruction.User App = new("$APP_UID");

    private static readonly Dictionary<string, (Dockerfile Bad, Dockerfile Good)> Cases = new(StringComparer.Ordinal)
    {
        ["DL3061"] = (File(), File(Final())),
        ["StageNameCasing"] = (File(Named("Final")), File(Named("final"))),
        ["DuplicateStageName"] = (File(Named("a"), Named("A")), File(Named("a"), Named("b"))),
        ["DL3024"] = (File(Named("a"), Named("a")), File(Named("a"), Named("b"))),
        ["ReservedStageName"] = (File(Named("scratch")), File(Named("final"))),
        ["DL3063"] = (File(Named("context")), File(Named("contexts"))),
        ["FromPlatformFlagConstDisallowed"] = (File(Final() with { Platform = "linux/arm64" }), File(Named("final-arm64") with { Platform = "linux/arm64" })),
        ["RedundantTargetPlatform"] = (File(Final() with { Platform = "$TARGETPLATFORM" }), File(Final() with { Platform = "$BUILDPLATFORM" })),
        ["PlainProfile"] = (Plain(Final(new Instruction.Arg("TARGETARCH"))), Plain(Final(new Instruction.Arg("TARGETARCH", "amd64"), Run("a --mount=b")))),
        ["DL3006"] = (File(Final() with { Image = "debian" }), File(Final() with { Image = "debian@sha256:" + new string('a', 64) })),
        ["DL3007"] = (File(Final() with { Image = "debian:latest" }), File(Final() with { Image = "debian:13" })),
        ["UndefinedArgInFrom"] = (File(Final() with { Image = "debian:$TAG" }), With(new Instruction.Arg("TAG", "13"), Final() with { Image = "debian:$TAG" })),
        ["InvalidDefaultArgInFrom"] = (With(new Instruction.Arg("TAG"), Final() with { Image = "debian:$TAG" }), With(new Instruction.Arg("TAG"), Final() with { Image = "debian:${TAG:-13}" })),
        ["UndefinedVar"] = (File(Final(new Instruction.Expose("$PORT"))), File(Final(new Instruction.Env("PORT", "8080"), new Instruction.Expose("$PORT")))),
        ["LegacyKeyValueFormat"] = (File(Final(new Instruction.Env("A B", "c"))), File(Final(new Instruction.Env("A.B", "c d")))),
        ["SecretsUsedInArgOrEnv"] = (File(Final(new Instruction.Arg("NUGET_TOKEN"))), File(Final(new Instruction.Env("PASSWORD_FILE", "/run/secrets/x")))),
        ["SecretInLabel"] = (File(Final(new Instruction.Label("com.example.api-key", "x"))), File(Final(new Instruction.Label("com.example.keyboard", "x")))),
        ["SecretInValue"] = (File(Final(new Instruction.Env("ConnectionStrings__Shop", "Host=db;Password=x"))), File(Final(new Instruction.Env("ConnectionStrings__Shop", "Host=db;Integrated Security=true")))),
        ["WorkdirRelativePath"] = (File(Final(Folder("app"))), File(Final(Folder("/srv"), Folder("app")))),
        ["DL3000"] = (File(Final(Folder("/srv"), Folder("app"))), File(Final(Folder("/srv/app")))),
        ["DL3002"] = (File(Final(new Instruction.User("root"))), File(Final(App))),
        ["ExposeInvalidFormat"] = (File(Final(new Instruction.Expose("127.0.0.1:80:80"))), File(Final(new Instruction.Expose("8080-8090/udp")))),
        ["ExposeProtoCasing"] = (File(Final(new Instruction.Expose("80/TCP"))), File(Final(new Instruction.Expose("80/tcp")))),
        ["DL3011"] = (File(Final(new Instruction.Expose("65536"))), File(Final(new Instruction.Expose("65535")))),
        ["MultipleInstructionsDisallowed"] = (File(Final(Cmd(), Cmd())), File(Named("build", Cmd()), Final(Cmd(), Entrypoint()))),
        ["DL4003"] = (File(Final(Cmd(), Cmd())), File(Final(Cmd(), Entrypoint()))),
        ["DL4004"] = (File(Final(Entrypoint(), Entrypoint())), File(Final(Cmd(), Entrypoint()))),
        ["DL3048"] = (File(Final(new Instruction.Label("My Label", "x"))), File(Final(new Instruction.Label("org.opencontainers.image.base-name", "x")))),
        ["DL3021"] = (File(Final(Copy("/app", "a", "b"))), File(Final(Copy("/app/", "a", "b"), Copy("/app", "a")))),
        ["DL3022"] = (File(Final(Copy("/app/", "/a") with { From = "build" }), Named("build")), File(Named("build"), Final(Copy("/app/", "/a") with { From = "build" }))),
        ["DL3023"] = (File(Final(Copy("/app/", "/a") with { From = "final" })), File(Named("build"), Final(Copy("/app/", "/a") with { From = "build" }))),
        ["DL3045"] = (File(Final(Copy("./", "a"))), File(Final(Folder("/app"), Copy("./", "a")))),
        ["NoEmptyContinuation"] = (File(Final(Run("a", " "))), File(Final(Run("a", "b")))),
        ["CommentInCommand"] = (File(Final(Run("a # why", "b"))), File(Final(Run("a '# b'", "c#d"), Run("a # why")))),
        ["LineBreak"] = (File(Final(new Instruction.Label("a", "b\nUSER root"))), File(Final(new Instruction.Label("a", "b USER root")))),
        ["RegionName"] = (File(Final(new Instruction.Region("after build"))), File(Final(new Instruction.Region("after-build")))),
        ["DL3001"] = (File(Final(Run("/usr/bin/vim x"))), File(Final(Run("echo vim")))),
        ["DL3003"] = (File(Final(Run("cd /x && make"))), File(Final(Run("make -C /x")))),
        ["DL3004"] = (File(Final(Run("sudo make"))), File(Final(Run("make sudo")))),
        ["DL3046"] = (File(Final(Run("useradd -u 123456 app"))), File(Final(Run("useradd -l -u 123456 app")))),
        ["DL4006"] = (File(Final(Run("a | b"))), File(Final(Run("set -o pipefail", "a | b")))),
        ["DL3005"] = (File(Final(Run("apt-get dist-upgrade -y"))), File(Final(Run("apt-get install dist-upgrade")))),
        ["DL3009"] = (File(Final(Run("apt-get update"))), File(Final(Run("apt-get update", "rm -rf /var/lib/apt/lists/*")))),
        ["DL3014"] = (File(Final(Run("apt-get install curl"))), File(Final(Run("apt-get install -y curl")))),
        ["DL3015"] = (File(Final(Run("apt-get install -y curl"))), File(Final(Run("apt-get install -y --no-install-recommends curl")))),
        ["DL3019"] = (File(Final(Run("apk add curl"))), File(Final(Run("apk add --no-cache curl")))),
        ["DL3027"] = (File(Final(Run("apt update"))), File(Final(Run("apt-get update")))),
        ["SortedPackages"] = (File(Final(Run("apt-get install wget curl"))), File(Final(Run("apt-get install curl wget")))),
    };

    public static TheoryData<string> Rules => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_finds_the_fault_and_lets_the_good_file_be(string rule)
    {
        Found(Cases[rule].Bad).ShouldContain(rule);
        Found(Cases[rule].Good).ShouldNotContain(rule);
    }

    [Fact]
    public void Every_rule_is_tried() => DockerfileRules.Ids.ShouldBe(Cases.Keys, ignoreOrder: true);

    [Fact]
    public void A_file_as_it_should_be_has_no_findings()
        => DockerfileRules.Check(With(
            new Instruction.Arg("TAG", "10.0"),
            Named(
                "build",
                new Instruction.Arg("TARGETARCH"),
                Folder("/src"),
                Copy("./", "Directory.Build.props", "NuGet.config"),
                Run("apt-get update", "apt-get install -y --no-install-recommends clang zlib1g-dev", "rm -rf /var/lib/apt/lists/*"),
                new Instruction.Run(["dotnet publish -a $TARGETARCH -o /app"]) { Mounts = [new Mount.Cache("/root/.nuget/packages"), new Mount.Secret("nuget")] }) with
            {
                Image = "mcr.microsoft.com/dotnet/sdk:$TAG",
                Platform = "$BUILDPLATFORM",
            },
            Final(Folder("/app"), Copy("./", "/app/") with { From = "build" }, new Instruction.Expose("8080/tcp"), new Instruction.Region("final"), App, Entrypoint(), Cmd()) with
            {
                Image = "mcr.microsoft.com/dotnet/aspnet:$TAG",
            })).ShouldBeEmpty();

    [Fact]
    public void What_only_BuildKit_knows_is_a_fault_in_a_plain_file_only()
    {
        var mounted = new Instruction.Run(["a"]) { Mounts = [new Mount.Cache("/b")] };
        Stage[] stages = [Final(mounted, App), Final(Run("--mount=type=cache,target=/b a"), App), Final(App) with { Platform = "$BUILDPLATFORM" }];

        foreach (var stage in stages)
        {
            Found(Plain(stage)).ShouldBe(["PlainProfile"]);
            Found(File(stage)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_finding_says_where()
        => DockerfileRules.Check(File(Final(App, new Instruction.Expose("80/TCP")))).ShouldHaveSingleItem()
            .ShouldBe(new RuleFinding("ExposeProtoCasing", "stage final, instruction 2 (Expose)", "80/TCP has capitals"));

    [Theory]
    [InlineData("root", true)]
    [InlineData("0", true)]
    [InlineData("root:app", true)]
    [InlineData("0:0", true)]
    [InlineData("app", false)]
    [InlineData("1654:0", false)]
    [InlineData("$APP_UID", false)]
    public void The_last_user_counts(string user, bool isRoot)
        => Found(File(Named("build", new Instruction.User("root")), Final(App, new Instruction.User(user)))).Contains("DL3002", StringComparer.Ordinal).ShouldBe(isRoot);

    [Fact]
    public void The_last_stage_says_who_runs_the_app() => Found(File(Named("build", App), Final())).ShouldContain("DL3002");

    [Fact]
    public void What_a_stage_is_based_on_speaks_for_it()
    {
        var found = Found(File(
            Named("base", Folder("/app"), new Instruction.Env("PORT", "80"), App),
            Final(Folder("bin"), Copy("./", "a"), new Instruction.Expose("$PORT")) with { Image = "base" }));

        found.ShouldBe(["DL3000"]);
    }

    [Theory]
    [InlineData("$APP_UID", "debian:13", false)]
    [InlineData("${APP_UID}", "debian:13", false)]
    [InlineData("$APP_UID", "scratch", true)]
    [InlineData("$USER_ID", "debian:13", true)]
    public void Variables_of_dotnet_images_are_known_wherever_there_is_an_image(string user, string image, bool isUndefined)
        => Found(File(Final(new Instruction.User(user)) with { Image = image })).Contains("UndefinedVar", StringComparer.Ordinal).ShouldBe(isUndefined);

    [Theory]
    [InlineData("DL3006", "debian")]
    [InlineData("DL3006", "registry.example:5000/debian")]
    [InlineData("DL3006", "$IMAGE")]
    [InlineData("DL3007", "$IMAGE:latest")]
    [InlineData("InvalidDefaultArgInFrom", "debian:$NOTHING")]
    [InlineData("InvalidDefaultArgInFrom", "$NOTHING")]
    public void Images_are_looked_at_as_the_defaults_make_them(string rule, string image)
        => Found(new Dockerfile(DockerfileProfile.Portable, [], [new Instruction.Arg("IMAGE", "debian"), new Instruction.Arg("NOTHING")], [Final(App) with { Image = image }])).ShouldBe([rule]);

    [Theory]
    [InlineData("scratch")]
    [InlineData("base")]
    public void What_is_no_image_needs_no_tag(string image) => Found(File(Named("base"), Final(new Instruction.User("app")) with { Image = image })).ShouldBeEmpty();

    [Theory]
    [InlineData("API_KEY", true)]
    [InlineData("Jwt__Key", true)]
    [InlineData("password", true)]
    [InlineData("PUBLIC_KEY", false)]
    [InlineData("TOKEN_VERSION", false)]
    [InlineData("MONKEY", false)]
    [InlineData("ASPNETCORE_URLS", false)]
    public void A_secret_is_known_by_its_name(string name, bool isSecret)
    {
        Found(File(Final(new Instruction.Env(name, "x")))).Contains("SecretsUsedInArgOrEnv", StringComparer.Ordinal).ShouldBe(isSecret);
        Found(With(new Instruction.Arg(name), Final())).Contains("SecretsUsedInArgOrEnv", StringComparer.Ordinal).ShouldBe(isSecret);
    }

    [Theory]
    [InlineData("Server=db;User Id=sa;Pwd=x", true)]
    [InlineData("AccountName=x;AccountKey=abc==", true)]
    [InlineData("amqp://guest:guest@mq:5672", true)]
    [InlineData("https://example.com:8443/a@b", false)]
    [InlineData("Password=", false)]
    [InlineData("http://+:8080", false)]
    public void A_password_is_known_by_what_stands_before_it(string value, bool isSecret)
        => Found(File(Final(new Instruction.Env("X", value)))).Contains("SecretInValue", StringComparer.Ordinal).ShouldBe(isSecret);

    [Theory]
    [InlineData("DL3014", "DEBIAN_FRONTEND=noninteractive apt-get -o X=-y install curl")]
    [InlineData("DL3014", "if true; then apt-get install curl; fi")]
    [InlineData("DL3014", "(/usr/bin/apt-get install 'curl')")]
    [InlineData("DL3015", "apt-get update&&apt-get install -y curl>/dev/null")]
    [InlineData("DL3009", "apt-get -q update || exit 1")]
    [InlineData("DL3019", "apk --quiet add curl")]
    [InlineData("SortedPackages", "apk add --virtual .deps --no-cache zlib curl")]
    [InlineData("DL4006", "curl -s x |& sh")]
    [InlineData("DL3004", "x=$(sudo id)")]
    public void A_command_is_found_wherever_the_shell_would_run_it(string rule, string command) => Found(File(Final(Run(command)))).ShouldContain(rule);

    [Theory]
    [InlineData("DL3014", "echo 'apt-get install curl'")]
    [InlineData("DL3014", "echo \"a \\\" && apt-get install curl\"")]
    [InlineData("DL3014", "true # apt-get install curl")]
    [InlineData("DL3014", "apt-get install -qq curl")]
    [InlineData("DL3014", "apt-get -yq install curl")]
    [InlineData("DL3014", "apt-get install --yes curl")]
    [InlineData("DL3015", "apt-get -o APT::Install-Recommends=false install -y curl")]
    [InlineData("SortedPackages", "apt-get install -t trixie-backports curl 2>&1 wget > /dev/null")]
    [InlineData("DL4006", "a || b")]
    [InlineData("DL4006", "echo 'a | b' \\| c")]
    [InlineData("DL3004", "echo x > sudo")]
    public void What_only_looks_like_a_command_is_none(string rule, string command) => Found(File(Final(Run(command)))).ShouldNotContain(rule);

    [Theory]
    [InlineData("DL3009", "apt-get update", "/var/lib/apt")]
    [InlineData("DL3009", "apt-get update", "/var/lib/apt/lists/")]
    [InlineData("DL3019", "apk add curl", "/var/cache/apk")]
    public void What_lies_in_a_cache_is_in_no_layer(string rule, string command, string cache)
        => Found(File(Final(new Instruction.Run([command]) { Mounts = [new Mount.Cache(cache)] }))).ShouldNotContain(rule);

    [Fact]
    public void Lists_may_stay_in_a_stage_of_which_only_files_are_copied()
    {
        var build = Named("build", Run("apt-get update"));

        Found(File(build, Final())).ShouldNotContain("DL3009");
        Found(File(build, Final() with { Image = "build" })).ShouldContain("DL3009");
    }

    [Fact]
    public void A_region_is_in_a_file_once()
        => Found(File(Named("build", new Instruction.Region("custom")), Final(new Instruction.Region("custom")))).ShouldContain("RegionName");

    [Fact]
    public void A_line_break_is_found_wherever_it_is()
    {
        Dockerfile[] files =
        [
            File(Final()) with { Header = ["a\nb"] },
            With(new Instruction.Arg("A", "b\nc"), Final()),
            File(Final() with { Image = "a\nb" }),
            .. new Instruction[]
            {
                new Instruction.Comment("a\nb"), new Instruction.Arg("A", "b\rc"), new Instruction.Env("A", "b\nc"), new Instruction.User("a\nb"), new Instruction.Expose("a\nb"),
                new Instruction.StopSignal("a\nb"), new Instruction.Region("a\nb"), Folder("a\nb"), Copy("a\nb", "c"), Run("a\nb"),
            }.Select(instruction => File(Final(instruction))),
        ];

        files.Select(Found).ShouldAllBe(found => found.Contains("LineBreak"));
    }

    private static List<string> Found(Dockerfile file) => [.. DockerfileRules.Check(file).Select(finding => finding.Rule)];

    private static Dockerfile Plain(params Stage[] stages) => File(stages) with { Profile = DockerfileProfile.Plain };

    private static Dockerfile File(params Stage[] stages) => new(DockerfileProfile.Portable, [], [], stages);

    private static Dockerfile With(Instruction.Arg argument, params Stage[] stages) => File(stages) with { Arguments = [argument] };

    private static Stage Final(params Instruction[] instructions) => Named("final", instructions);

    private static Stage Named(string name, params Instruction[] instructions) => new(name, "debian:13", instructions);

    private static Instruction.WorkingDirectory Folder(string path) => new(path);

    private static Instruction.Copy Copy(string destination, params string[] sources) => new(sources, destination);

    private static Instruction.Run Run(params string[] commands) => new(commands);

    private static Instruction.Cmd Cmd() => new(["--help"]);

    private static Instruction.Entrypoint Entrypoint() => new(["dotnet", "Shop.dll"]);
}
