using Ronchi.Analyses.Statistics;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class FollowedScanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FrameThatIsNotThereYet_IsRefused_OrWaitedFor()
    {
        var bytes = Npy();
        await File.WriteAllBytesAsync(_folder.File("data.npy"), bytes[..(128 + 12)], TestContext.Current.CancellationToken);
        await using var session = new Session();
        var scan = await session.OpenAsync(new ScanRequest(_folder.File("data.npy")) { Follow = true, Wait = 30 },
            TestContext.Current.CancellationToken);
        Assert.Equal(2, (await scan.FrameAsync(0, 1)).ToDoubles().Length);
        var e = await Assert.ThrowsAsync<ArgumentException>(() => scan.FrameAsync(1, 0));
        Assert.Contains("1,0 is not there yet: 3 of 6 frames have come", e.Message, StringComparison.Ordinal);

        var frame = scan.WaitForFrameAsync([1, 0], TestContext.Current.CancellationToken);
        var parts = new List<int>();
        var run = Task.Run(async () =>
        {
            await foreach (var part in scan.RunPartsAsync([new Sum()], cancellationToken: TestContext.Current.CancellationToken))
                parts.Add((int)part[Sum.Result].ToDoubles()[0]);
        }, TestContext.Current.CancellationToken);
        Assert.False(frame.IsCompleted);
        await File.AppendAllBytesAsync(_folder.File("data.npy"), bytes[(128 + 12)..], TestContext.Current.CancellationToken);
        var shown = (await frame).ToDoubles();
        Assert.Equal([6.0, 7.0], shown);
        await run;
        Assert.Equal(0 + 2 + 4 + 6 + 8 + 10, parts[^1]);
    }

    [Fact]
    public void WaitingWithoutFollowing_IsRefused() =>
        Assert.Contains("add --follow", Assert.Throws<ArgumentException>(() => new ScanRequest("data.npy") { Wait = 3 }.Options).Message,
            StringComparison.Ordinal);

    // 2×3 frames of two pixels, which hold 0, 1, 2, …
    private static byte[] Npy()
    {
        var header = "{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3, 1, 2), }".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. Enumerable.Range(0, 12)
            .SelectMany(static i => (byte[])[(byte)i, 0])];
    }
}
