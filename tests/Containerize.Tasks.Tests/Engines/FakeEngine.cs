using Containerize.Engines;
using Containerize.Tests.Publishing;

namespace Containerize.Tests.Engines;

/// <summary>
/// An engine of the three kinds as a script, as far as loading and inspecting images goes: which archives it takes, what it says of an image that has
/// not all of its layers, and what it calls images. What each does was seen of the lab's.
/// </summary>
internal sealed class FakeEngine
{
    /// <summary>Docker's own store: refuses an archive without a layer that it lacks.</summary>
    public const string Classic = "classic";

    /// <summary>Docker 28 on containerd's store: takes any, and tells in its output that it cannot be unpacked.</summary>
    public const string Containerd = "containerd";

    /// <summary>Docker before 28 on containerd's store: its images have no descriptor.</summary>
    public const string OldContainerd = "old-containerd";

    public const string Podman = "podman";

    private const string Script = """
        full() { case $1 in */*/*|sha256:*) echo "$1";; */*) echo "docker.io/$1";; *) echo "docker.io/library/$1";; esac; }
        key() { full "$1" | tr '/' '_'; }
        find_image() { for k in "$(key "$1")" "sha256:$1"; do test -e "images/$k" && echo "images/$k" && return; done; return 1; }
        hexes() { grep -o "$1[0-9a-f]\{64\}" | sed 's/.*[:/]//'; }
        show() { case $kind in podman) sed 's/"Id":"sha256:/"Id":"/' "$1";; *) cat "$1";; esac; }
        case "$1 $2" in
        version*) if [ $kind = podman ]; then echo '{"Client":{"OsArch":"linux/amd64"}}'; else echo '{"Server":{"Components":[{"Name":"Engine"}]}}'; fi;;
        'image inspect')
            result=0; shown=
            for name in "$@"; do
                case $name in image|inspect|--format|'{{'*) continue;; esac
                if found=$(find_image "$name"); then shown="$shown,$(show "$found")"; else echo "Error: No such image: $name" >&2; result=1; fi
            done
            case $4 in '{{.Id}}') echo "$shown" | sed 's/.*"Id":"\([^"]*\)".*/\1/';; *) echo "[${shown#,}]";; esac
            exit $result;;
        load*)
            rm -rf given; mkdir given; count=$(ls loads | wc -l); tar -xf - -C given || exit 1
            (cd given/blobs/sha256 && ls) > "loads/$count"
            test -e before-load && sh ./before-load
            config=$(hexes 'blobs/sha256/' < given/manifest.json | head -1); manifest=$(hexes 'sha256:' < given/index.json | head -1)
            lacking=
            for layer in $(hexes 'blobs/sha256/' < given/manifest.json | tail -n +2); do
                test -e "given/blobs/sha256/$layer" || test -e "blobs/$layer" || lacking=$layer
            done
            layers=$(hexes 'sha256:' < "given/blobs/sha256/$config" | sed 's/.*/"sha256:&"/' | paste -sd, -)
            rootfs="{\"Type\":\"layers\",\"Layers\":[$layers]}"; descriptor=; id=$config
            case $kind in
            classic|podman) if [ "$lacking" ]; then echo "open blobs/sha256/$lacking: no such file or directory" >&2; exit 1; fi;;
            containerd)
                id=$manifest; descriptor=",\"Descriptor\":{\"digest\":\"sha256:$id\"}"; test "$lacking" && rootfs={}
                grep -qs "\"Id\":\"sha256:$id\"" images/docker.io_* && descriptor="$descriptor,\"RepoTags\":[\"some:name\"]";;
            old-containerd) id=$manifest;;
            esac
            cp given/blobs/sha256/* blobs/
            for name in "sha256:$id" $(grep -o '"io.containerd.image.name":"[^"]*' given/index.json | sed 's/.*":"//'); do
                echo "{\"Id\":\"sha256:$id\",\"RootFS\":$rootfs$descriptor}" > "images/$(key "$name")"
            done
            echo "Loaded image: sha256:$id"
            test "$lacking" && echo "Error unpacking image sha256:$id: content digest sha256:$lacking: not found"
            exit 0;;
        tag*) cp "$(find_image "$2")" "images/$(key "$3")";;
        'image rm') rm "$(find_image "$3")";;
        *) exit 1;;
        esac
        """;

    private readonly TemporaryFolder folder;
    private readonly FakePrograms programs;

    /// <param name="kind">One of the constants.</param>
    public FakeEngine(TemporaryFolder folder, string kind)
    {
        this.folder = folder;
        programs = new FakePrograms(folder);
        Name = kind == Podman ? "podman" : "docker";
        foreach (var part in (string[])["images", "blobs", "loads"])
        {
            Directory.CreateDirectory(State(part));
        }

        programs.Add(Name, $"kind={kind}; cd '{State(string.Empty)}' || exit 1\n{Script}");
    }

    public string Name { get; }

    /// <summary>The calls' arguments, a line each, with bars between them.</summary>
    public IReadOnlyList<string> Calls => programs.ReadCalls();

    /// <summary>Of each archive that it was given, the blobs in it, by their digests' hex.</summary>
    public IReadOnlyList<string[]> Given => [.. Directory.GetFiles(State("loads")).OrderBy(path => int.Parse(Path.GetFileName(path))).Select(File.ReadAllLines)];

    public async Task<EngineClient> FindAsync(CancellationToken cancellationToken)
        => (await EngineClient.FindAsync(new NamedEngine(Name, "LocalRegistry"), new EngineAnswers(), programs.Host, new RecordingLog(), cancellationToken))!;

    /// <summary>What inspecting a full name or an id shows; null where it leads nowhere.</summary>
    public string? Show(string name) => File.Exists(Key(name)) ? File.ReadAllText(Key(name)) : null;

    /// <summary>As if it were pulled.</summary>
    /// <param name="name">Full.</param>
    /// <param name="inspected">What inspecting it shows.</param>
    public void Add(string name, string id, string inspected, IEnumerable<string> blobs)
    {
        File.WriteAllText(Key(name), inspected + "\n");
        File.WriteAllText(Key(id), inspected + "\n");
        foreach (var blob in blobs)
        {
            File.WriteAllText(State($"blobs/{blob}"), "pulled");
        }
    }

    /// <summary>Commands that run while it takes an archive, in a folder with <c>images</c> and <c>blobs</c>.</summary>
    public void BeforeLoad(string script) => File.WriteAllText(State("before-load"), script);

    private string Key(string name) => State("images/" + name.Replace('/', '_'));

    private string State(string path) => folder.At(Path.Join("engine", path));
}
