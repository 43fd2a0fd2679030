using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ronchi.Cli.Commands;

/// <summary>How commands print JSON: indented, with the letters that people wrote.</summary>
internal static class CommandJson
{
    public static JsonWriterOptions Options { get; } = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
