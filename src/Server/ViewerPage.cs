using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Ronchi.Server;

/// <summary>The page of the viewer: its files are part of this assembly.</summary>
internal static class ViewerPage
{
    private const string Prefix = "viewer/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private static readonly Dictionary<string, Lazy<Asset>> Assets = typeof(ViewerPage).Assembly.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(
            static name => name[Prefix.Length..].Replace('\\', '/'),
            static name => new Lazy<Asset>(() => Load(name)),
            StringComparer.Ordinal);

    /// <summary>Names of the files.</summary>
    public static IEnumerable<string> Names => Assets.Keys;

    /// <summary>Sends a file, unless the browser has it.</summary>
    public static async Task SendAsync(HttpContext context, string name)
    {
        var asset = Assets[name].Value;
        context.Response.Headers.ETag = asset.Tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch == asset.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
        bool isCompressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        if (isCompressed)
            context.Response.Headers.ContentEncoding = "gzip";
        await context.Response.Body.WriteAsync(isCompressed ? asset.Compressed : asset.Plain, context.RequestAborted).ConfigureAwait(false);
    }

    private static Asset Load(string name)
    {
        using var resource = typeof(ViewerPage).Assembly.GetManifestResourceStream(name)!;
        using var plain = new MemoryStream();
        resource.CopyTo(plain);
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(plain.GetBuffer(), 0, (int)plain.Length);
        return new(plain.ToArray(), compressed.ToArray(), $"\"{Convert.ToHexStringLower(SHA256.HashData(plain.ToArray()))[..16]}\"");
    }

    private sealed record Asset(byte[] Plain, byte[] Compressed, string Tag);
}
