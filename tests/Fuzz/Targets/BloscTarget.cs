using Ronchi.Codecs;

namespace Ronchi.Fuzz.Targets;

/// <summary>Blosc containers and deflated bytes, between guard pages: a read or write outside the spans kills the process.</summary>
internal sealed class BloscTarget : IFuzzTarget
{
    private const int LargestOutput = 1 << 14;

    private readonly GuardedMemory _from;
    private readonly GuardedMemory _to = new(LargestOutput);

    public BloscTarget()
    {
        Seeds = [.. MakeSeeds()];
        // Kept inputs, of compressors that are not written here, are at most as long as what they hold.
        _from = new(Math.Max(Mutation.Room(Seeds), 2 * LargestOutput));
    }

    public string Name => "blosc";

    public IReadOnlyList<byte[]> Seeds { get; }

    public void Run(ReadOnlySpan<byte> input, ref FuzzRandom random)
    {
        var container = _from.Copy(input, atEnd: !random.OneIn(4));
        var declared = BloscHeader.TryRead(container, out var header) == DecodeStatus.Done ? header.ContentBytes : LargestOutput;
        var length = declared <= LargestOutput && !random.OneIn(8) ? declared : random.Below(LargestOutput);
        var destination = random.OneIn(4) ? _to.AtStart(length) : _to.AtEnd(length);
        var result = random.OneIn(16) ? Inflation.Zlib(container, destination) : BloscContainer.Decode(container, destination);
        if (result.BytesRead < 0 || result.BytesRead > container.Length
            || result.BytesWritten < 0 || result.BytesWritten > destination.Length)
            throw new InvalidOperationException($"{result} of {container.Length} bytes into {destination.Length}.");
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    // Sparse counts of all sizes of elements, in blocks of some length, and with a short one at the end.
    private static IEnumerable<byte[]> MakeSeeds()
    {
        var random = new Random(20300);
        foreach (var compressor in (BloscCompressor[])[BloscCompressor.Lz4, BloscCompressor.Zstd])
        {
            foreach (var shuffle in Enum.GetValues<BloscShuffle>())
            {
                foreach (var size in (int[])[1, 2, 3, 4, 8])
                {
                    var content = new byte[size * random.Next(1, 1200)];
                    for (var i = 0; i < content.Length; i += size)
                        content[i] = (byte)(random.Next(9) * random.Next(2));
                    var container = new byte[BloscContainer.MaxEncodedLength(content.Length)];
                    var settings = new BloscSettings(compressor, shuffle, size) { BlockBytes = random.Next(64, 3000) };
                    yield return container[..BloscContainer.Encode(content, settings, container)];
                }
            }
        }
    }
}
