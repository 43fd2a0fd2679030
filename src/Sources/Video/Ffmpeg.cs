using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources.Video;

/// <summary>Starts the programs of FFmpeg on a file.</summary>
internal static class Ffmpeg
{
    private const int MostWords = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts a program that writes to its output until it is told all or is killed.</summary>
    /// <param name="program"><c>ffmpeg</c> or <c>ffprobe</c>.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="words">Receives what it has to complain of.</param>
    /// <exception cref="SourceException">It is not there.</exception>
    public static Process Start(string program, string path, IEnumerable<string> arguments, StringBuilder words)
    {
        var process = new Process
        {
            StartInfo = new(program)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                CreateNoWindow = true,
            },
        };
        foreach (var argument in arguments)
            process.StartInfo.ArgumentList.Add(argument);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (words)
            {
                if (line.Data is { Length: > 0 } text && words.Length < MostWords)
                    words.Append(words.Length > 0 ? "; " : "").Append(text.Trim());
            }
        };
        try
        {
            process.Start();
            process.StandardInput.Close();
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new SourceException(
                path,
                $"videos are read with the program {program}, which was not found: install it (apt install ffmpeg).",
                offset: null,
                e);
        }
    }

    /// <summary>The arguments that name the file as input: this one alone, of this kind, and nothing that it leads to.</summary>
    public static string[] Input(string path, VideoContainer container) =>
        ["-protocol_whitelist", "file", "-f", container.Demuxer, "-i", $"file:{Path.GetFullPath(path)}"];

    /// <summary>What a program writes, when it has ended.</summary>
    /// <exception cref="SourceException">It fails, or takes too long.</exception>
    public static string Output(string program, string path, IEnumerable<string> arguments)
    {
        var words = new StringBuilder();
        using var process = Start(program, path, arguments, words);
        using var watch = new Timer(static state => Kill((Process)state!), process, Patience, Timeout.InfiniteTimeSpan);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new SourceException(path, $"{program} cannot read this video ({Said(words)}): it is damaged; copy it again.");
    }

    /// <summary>What a program complained of.</summary>
    public static string Said(StringBuilder words)
    {
        lock (words)
            return words.Length > 0 ? words.ToString().TrimEnd('.') : "it does not say why";
    }

    /// <summary>Ends a program that may have ended.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }
    }
}
