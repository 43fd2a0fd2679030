using System.CommandLine;
using System.Text;
using Ronchi.Cli.Scripts;
using Ronchi.Pictures;
using Ronchi.Signals;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi new udf NAME</c>, <c>ronchi new pipeline NAME</c>: a file to start from.</summary>
internal static class NewCommand
{
    public static Command Create(Repertoire repertoire) => new("new", "Writes a template to start from")
    {
        Template(
            "udf",
            ".cs",
            "Writes NAME.cs, a UDF to edit and to run with 'ronchi run NAME.cs PATH'",
            "Name of the UDF, as in bright-disk",
            static (name, file) => UdfTemplate.Text(ClassName(name), file)),
        Template(
            "pipeline",
            ".json",
            "Writes NAME.json, a pipeline to edit and to run with 'ronchi run NAME.json PATH…'",
            "Name of the pipeline",
            (_, file) => PipelineTemplate.Text(file, repertoire.FrameOperations)),
    };

    // The text of a template is made from the name and the file.
    private static Command Template(string kind, string extension, string summary, string help, Func<string, string, string> make)
    {
        var command = new Command(kind, summary);
        var name = new Argument<string>("NAME") { Description = help };
        var force = new Option<bool>("--force") { Description = "Replace an existing file" };
        command.Add(name);
        command.Add(force);
        command.SetAction(parsed =>
        {
            MemorySize.Refuse(parsed, "new");
            var path = parsed.GetValue(name)!;
            if (!path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                path += extension;
            var file = Path.GetFileName(path);
            var folder = Path.GetDirectoryName(path);
            if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
                throw new IOException($"{path}: there is no folder {folder}: create it first, or give a name alone.");
            if (Directory.Exists(path))
                throw new IOException($"{path}: this is a folder: choose another name.");
            var text = make(Path.GetFileNameWithoutExtension(file), file);
            if (!parsed.GetValue(force) && File.Exists(path))
                throw new IOException($"{path}: already exists; --force replaces it.");
            using (var written = new AtomicFile(path, parsed.GetValue(force)))
            {
                written.Stream.Write(Encoding.UTF8.GetBytes(text));
                written.Complete();
            }

            Console.Out.WriteLine($"wrote {path}");
            Console.Out.WriteLine($"run it: ronchi run {path} PATH {(extension == ".cs" ? "-o result.npz" : "-o FOLDER")}");
            return 0;
        });
        return command;
    }

    // bright-disk is the class BrightDisk.
    private static string ClassName(string name)
    {
        var letters = new StringBuilder();
        var isFirst = true;
        foreach (var letter in name)
        {
            if (char.IsLetterOrDigit(letter))
                letters.Append(isFirst ? char.ToUpperInvariant(letter) : letter);
            isFirst = !char.IsLetterOrDigit(letter);
        }

        return letters.Length > 0 && char.IsLetter(letters[0])
            ? letters.ToString()
            : throw new FormatException($"NAME: '{name}' is not a name: it must begin with a letter, as in bright-disk.");
    }
}
