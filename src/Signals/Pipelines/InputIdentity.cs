using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Signals.Pipelines;

/// <summary>Which files data were read from: enough to notice that they are others.</summary>
internal static class InputIdentity
{
    private const int HeaderBytes = 64 << 10;

    /// <summary>Path, size, time and SHA-256 of the first 64 KiB of each file.</summary>
    /// <param name="info">The data.</param>
    /// <param name="others">Other files that were read: dark frames, masks, lists of positions.</param>
    public static JsonArray Of(SourceInfo info, IEnumerable<string> others) =>
        [.. info.Files.Append(info.Path)
            .Concat(others)
            .Where(File.Exists)
            .Select(Path.GetFullPath)
            .Distinct(StringComparer.Ordinal)
            .Select(Of)];

    private static JsonObject Of(string path)
    {
        var file = new FileInfo(path);
        return new()
        {
            ["path"] = path,
            ["bytes"] = file.Length,
            ["modified"] = file.LastWriteTimeUtc.ToString("O", CultureInfo.InvariantCulture),
            ["sha256-64k"] = HashOf(file),
        };
    }

    // Null: it cannot be read. Data may be opened without such files.
    private static string? HashOf(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            var header = new byte[HeaderBytes];
            var length = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
            return Convert.ToHexStringLower(SHA256.HashData(header.AsSpan(0, length)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
