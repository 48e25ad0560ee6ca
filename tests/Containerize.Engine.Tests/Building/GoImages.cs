using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Building;

/// <summary>
/// Images of the shapes of library/golang and distroless/static, of this machine's Go, certificates and time zones, put into the lab's registry under those
/// names: the real ones are out of reach here.
/// </summary>
internal static class GoImages
{
    private static readonly Lazy<Task> Made = new(() => Task.WhenAll(BuildCompilerAsync(), BuildBaseAsync()));

    public static Task MakeAsync() => Made.Value;

    private static async Task BuildCompilerAsync()
    {
        using var workspace = TestWorkspace.Create("golang");
        var root = (await Command.RunAsync("go", ["env", "GOROOT"])).Trim();
        // Not what is compiled for this machine already: a program without paths in it is compiled anew.
        await Command.RunAsync("tar", ["-chf", workspace.PathOf("go.tar"), "--exclude=testdata", "--exclude=*_test.go", "-C", root, "bin", "src", "VERSION", "pkg/tool", "pkg/include"]);
        workspace.Write("Dockerfile", $"""
            FROM {TheLab.Registry}/dotnet/runtime-deps:10.0 AS root
            ADD go.tar /usr/local/go/

            FROM scratch
            COPY --from=root / /
            ENV PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin GOPATH=/go GOTOOLCHAIN=local
            WORKDIR /go
            CMD ["bash"]
            """.ReplaceLineEndings("\n"));
        await LabImage.PushAsync(workspace, "library/golang:1.24");
    }

    private static async Task BuildBaseAsync()
    {
        using var workspace = TestWorkspace.Create("static");
        await Command.RunAsync("cp", ["-rL", "/usr/share/zoneinfo", "/etc/ssl/certs/ca-certificates.crt", workspace.Root]);
        workspace.Write("passwd", "root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n");
        workspace.Write("Dockerfile", """
            FROM scratch
            COPY zoneinfo /usr/share/zoneinfo
            COPY ca-certificates.crt /etc/ssl/certs/
            COPY passwd /etc/
            ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
            USER 65532
            WORKDIR /home/nonroot
            """.ReplaceLineEndings("\n"));
        await LabImage.PushAsync(workspace, "distroless/static-debian12:nonroot");
    }
}
