using Ronchi.Codecs.Lz4;
using Xunit;

namespace Ronchi.Tests.Codecs;

/// <summary>The block decoders one by one, whichever this machine would choose.</summary>
internal static unsafe class Lz4Path
{
    public const int Slack = Lz4Decoder.Slack;

    public static TheoryData<string> Names => ["window", "vector", "scalar"];

    public static void Require(string path) =>
        Assert.SkipUnless(IsSupported(path), $"This processor (or this run's DOTNET_Enable… switches) has no '{path}' path.");

    public static bool IsSupported(string path) => path switch
    {
        "window" => Lz4WindowDecoder.IsSupported,
        "vector" => Lz4VectorDecoder.IsSupported,
        _ => true,
    };

    /// <param name="path">One of <see cref="Names"/>.</param>
    /// <param name="source">The block.</param>
    /// <param name="room">The destination, with <see cref="Slack"/> bytes more on both sides when <paramref name="slack"/>.</param>
    /// <param name="slack">Whether there are.</param>
    /// <param name="dirty">As in <see cref="Lz4Decoder.Decode"/>.</param>
    public static int Decode(string path, ReadOnlySpan<byte> source, Span<byte> room, bool slack, ref int dirty)
    {
        fixed (byte* from = source, to = room)
        {
            byte* first = slack ? to + Slack : to;
            byte* end = slack ? to + room.Length - Slack : to + room.Length;
            return path switch
            {
                "window" => Lz4WindowDecoder.Decode(from, from + source.Length, from + source.Length, first, end, slack, ref dirty),
                "vector" => Lz4VectorDecoder.Decode(from, from + source.Length, from + source.Length, first, end, slack, ref dirty),
                _ => Lz4ScalarDecoder.Decode(from, from + source.Length, first, end),
            };
        }
    }
}
