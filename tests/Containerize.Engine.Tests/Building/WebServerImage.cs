using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Building;

/// <summary>
/// A web server's image of the shape of nginxinc/nginx-unprivileged, made of this machine's nginx and put into the lab's registry under that
/// name: the real one is out of reach here.
/// </summary>
internal static class WebServerImage
{
    private const string Settings = """
        pid /tmp/nginx.pid;
        error_log /dev/stderr;
        events { }
        http {
            include /etc/nginx/mime.types;
            default_type application/octet-stream;
            access_log off;
            client_body_temp_path /tmp/client_temp;
            proxy_temp_path /tmp/proxy_temp;
            fastcgi_temp_path /tmp/fastcgi_temp;
            uwsgi_temp_path /tmp/uwsgi_temp;
            scgi_temp_path /tmp/scgi_temp;
            include /etc/nginx/conf.d/*.conf;
        }
        """;

    private static readonly SemaphoreSlim Once = new(1);
    private static bool made;

    public static async Task MakeAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (!made)
            {
                await BuildAsync();
                made = true;
            }
        }
        finally
        {
            Once.Release();
        }
    }

    private static async Task BuildAsync()
    {
        using var workspace = TestWorkspace.Create("server");
        File.Copy("/usr/sbin/nginx", workspace.PathOf("nginx"));
        File.Copy("/etc/nginx/mime.types", workspace.PathOf("mime.types"));
        workspace.Write("nginx.conf", Settings.ReplaceLineEndings("\n"));
        workspace.Write("docker-entrypoint.sh", "#!/bin/sh\nexec \"$@\"\n");
        workspace.Write("Dockerfile", $"""
            FROM {TheLab.Registry}/dotnet/runtime-deps:10.0
            COPY nginx /usr/sbin/nginx
            COPY mime.types nginx.conf /etc/nginx/
            COPY docker-entrypoint.sh /
            RUN chmod 755 /docker-entrypoint.sh && mkdir -p /etc/nginx/conf.d /var/lib/nginx /var/log/nginx /usr/share/nginx/html
            EXPOSE 8080
            STOPSIGNAL SIGQUIT
            USER 101
            ENTRYPOINT ["/docker-entrypoint.sh"]
            CMD ["nginx", "-g", "daemon off;"]
            """.ReplaceLineEndings("\n"));
        var build = (await ImageBuilder.Docker.BuildAsync(workspace.Root, "Dockerfile")).ShouldSucceed();
        var name = $"{TheLab.Registry}/nginxinc/nginx-unprivileged:stable-alpine";
        await Docker.RunAsync("tag", build.Tag, name);
        await Docker.RunAsync("push", "--quiet", name);
    }
}
