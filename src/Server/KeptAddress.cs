using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Pictures;

namespace Ronchi.Server;

/// <summary>
/// Where a server was reached, so that one that starts again is reached there: pages that are still open go on by themselves.
/// </summary>
/// <param name="Port">Its port.</param>
/// <param name="Token">Its token.</param>
internal sealed record KeptAddress(int Port, AccessToken Token)
{
    private const int MostBytes = 4096;
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads what was kept.</summary>
    /// <returns>Null: there is nothing, it is damaged, or others may have read the token.</returns>
    public static KeptAddress? Read(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: <= MostBytes }
                || (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~Own) != UnixFileMode.None))
                return null;
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject json
                && (int?)json["port"] is > 0 and <= 65535 and var port && AccessToken.Of((string?)json["token"]) is { } token
                ? new(port, token)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Keeps it, for its owner alone. Where it cannot be written, the next server is reached elsewhere.</summary>
    public void Write(string file)
    {
        try
        {
            using var atomic = new AtomicFile(file, overwrite: true, isPrivate: true);
            atomic.Stream.Write(Encoding.UTF8.GetBytes(new JsonObject { ["port"] = Port, ["token"] = Token.Text }.ToJsonString()));
            atomic.Complete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only a convenience is lost.
        }
    }
}
